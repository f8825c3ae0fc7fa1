import type { Engine } from '../engine';
import { loadPack } from '../pack/load-pack';
import { createEngine } from '../pipeline/create-engine';
import { createNodeCodec } from './codec';
import { createFolderSource } from './pack-source';
import { createNodeRuntime, type NodeDevice } from './runtime';

/**
 * The engine of the command line: a pack from a folder, on the native onnxruntime.
 *
 * @param packFolder folder that holds pack.json
 * @throws OnestepError with a `pack-*`, `engine-*` or `gpu-*` code
 */
export async function createNodeEngine(
  packFolder: string,
  device: NodeDevice = 'cpu',
): Promise<Engine> {
  const pack = await loadPack(createFolderSource(packFolder));
  return createEngine(pack, await createNodeRuntime({ device }), createNodeCodec());
}
