import * as Comlink from 'comlink';
import type { KnownLimits } from '../tiles/tile-memory';
import type { EngineAssets, EngineWorkerApi, PackFileOpener } from './worker-api';

/** The bytes that `enhance` is given are transferred: they are empty afterwards. */
export interface WorkerHandle extends Pick<EngineWorkerApi, 'start' | 'enhance'> {
  cancel(jobId: number): Promise<void>;
  /** As the worker's; never answers when the worker has died. */
  tileLimits(): Promise<KnownLimits>;
  /** Resolves with a technical cause when the worker dies; stays open while it lives. */
  readonly died: Promise<string>;
  terminate(): void;
}

/**
 * The typed way to talk to an engine worker that was just started.
 *
 * @param origin how it was started, for the technical cause of one that did not
 */
export function connectWorker(worker: Worker, origin: string): WorkerHandle {
  const remote = Comlink.wrap<EngineWorkerApi>(worker);
  const died = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => {
      // Otherwise the browser reports it a second time, as an error of the page.
      event.preventDefault();
      resolve(event.message || `the ${origin} worker did not start`);
    });
    worker.addEventListener('messageerror', () => resolve('a message could not be read'));
  });
  return {
    start: (assets, openFile) =>
      remote.start(
        Comlink.transfer(assets, buffersOf(assets)),
        ...(openFile === undefined ? [] : ([Comlink.proxy(openFile)] satisfies [PackFileOpener])),
      ),
    enhance: (jobId, bytes, options, onProgress) => {
      const own = ownBuffer(bytes);
      return remote.enhance(
        jobId,
        Comlink.transfer(own, [own.buffer]),
        options,
        Comlink.proxy(onProgress),
      );
    },
    cancel: async (jobId) => remote.cancel(jobId),
    tileLimits: async () => remote.tileLimits(),
    died,
    terminate: () => worker.terminate(),
  };
}

function buffersOf(assets: EngineAssets): ArrayBufferLike[] {
  const views = [assets.ortWasm, ...Object.values(assets.packFiles)];
  return [...new Set(views.map((view) => view.buffer))];
}

/** Transferring takes the whole buffer, so a view into a larger one is copied out first. */
export function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
}
