import { OnestepError } from '../../shared/errors';
import { valueOf } from '../../shared/outcome';
import { createMemorySource } from '../pack/memory-source';
import type { PackSource } from '../pack/source';
import type { EngineAssets, PackFileOpener } from './worker-api';

export interface WorkerSourceOptions {
  /** The worker's build of onnxruntime reads weights out of Blobs, one tensor at a time. */
  readonly readsBlobs: boolean;
}

/** Files that were handed to the worker: their checksums are up to it. */
export function createHandedSource(
  { packFiles, packBlobs }: Pick<EngineAssets, 'packFiles' | 'packBlobs'>,
  { readsBlobs }: WorkerSourceOptions,
): PackSource {
  const source = createMemorySource({ ...packBlobs, ...packFiles });
  if (!readsBlobs || packBlobs === undefined) return source;
  const open = async (path: string): Promise<Blob> => {
    const blob = Object.hasOwn(packBlobs, path) ? packBlobs[path] : undefined;
    if (blob === undefined) throw new OnestepError('pack-missing', { path });
    return blob;
  };
  return { ...source, disk: { open } };
}

/** Files that somebody else fetches, checks and keeps. */
export function createOpenedSource(
  openFile: PackFileOpener,
  { readsBlobs }: WorkerSourceOptions,
): PackSource {
  const open = async (path: string): Promise<Blob> => valueOf(await openFile(path));
  const read = async (path: string): Promise<Uint8Array> => {
    const blob = await open(path);
    try {
      return new Uint8Array(await blob.arrayBuffer());
    } catch (thrown) {
      throw new OnestepError('pack-missing', { path }, thrown);
    }
  };
  return { read, isChecked: true, ...(readsBlobs ? { disk: { open } } : {}) };
}
