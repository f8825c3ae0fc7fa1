import { throwIfCancelled } from '../../../src/shared/cancel';
import { OnestepError } from '../../../src/shared/errors';
import { convertOsediff, type ConvertProgress, type ConvertResult } from '../convert-osediff';
import { DEFAULT_HUB } from '../download/hub';
import type { DownloadProgress } from '../download/download-file';
import type { FetchLike } from '../download/network';
import type { Precision } from '../precision/stored-graph';
import type { ConvertTarget } from './convert-target';
import { defaultCacheFolder } from './file-cache';
import { createFolderRunner } from './folder-runner';
import { openAdapter, openBase, type CheckpointAccess } from './open-checkpoint';

export interface ConvertToFolderRequest {
  /** A folder, `https://…` or `hf:owner/name@revision[/path]`. */
  readonly base: string;
  /** A file, or as `base`. */
  readonly adapter: string;
  readonly precision: Precision;
  /** The folder of `target`. */
  readonly folder: string;
  readonly target: ConvertTarget;
  readonly signal: AbortSignal;
  readonly onDownload?: (progress: DownloadProgress) => void;
  readonly onProgress?: (progress: ConvertProgress) => void;
}

/** Sent to the hub, for repositories that are not open to everybody. */
const TOKEN_VARIABLE = 'HF_TOKEN';

/**
 * Converts into a folder. When it fails, or is cancelled, nothing of it stays there.
 *
 * @throws OnestepError what `openBase`, `openAdapter` and `convertOsediff` throw
 */
export async function convertToFolder(request: ConvertToFolderRequest): Promise<ConvertResult> {
  const { target, signal, onProgress } = request;
  const access = checkpointAccess(request);
  try {
    const base = await openBase(request.base, access);
    const adapter = await openAdapter(request.adapter, access);
    const result = await convertOsediff({
      base,
      // A download is read from the cache, but messages should name what was asked for.
      adapter: { ...adapter, name: request.adapter },
      precision: request.precision,
      sink: target.sink,
      runner: createFolderRunner(request.folder),
      checkRoom: (bytes) => target.checkRoom(bytes),
      ...(onProgress === undefined ? {} : { onProgress }),
      signal,
    });
    throwIfCancelled(signal);
    await target.complete();
    return result;
  } catch (thrown) {
    await target.abandon();
    throw withTokenVariable(thrown);
  }
}

/** Only here it is known that a token may help, and where one comes from. */
function withTokenVariable(thrown: unknown): unknown {
  if (!(thrown instanceof OnestepError) || thrown.code !== 'download-forbidden') return thrown;
  const details = { ...thrown.details, tokenVariable: TOKEN_VARIABLE };
  return new OnestepError(thrown.code, details, thrown.technicalCause);
}

function checkpointAccess({ signal, onDownload }: ConvertToFolderRequest): CheckpointAccess {
  return {
    network: { fetch: fetch as unknown as FetchLike, signal },
    cacheFolder: defaultCacheFolder(),
    endpoint: process.env['HF_ENDPOINT'] ?? DEFAULT_HUB,
    token: process.env[TOKEN_VARIABLE],
    onProgress: onDownload,
  };
}
