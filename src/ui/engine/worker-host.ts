/** Starts the engine worker from its text and gives a typed way to talk to it. */
import * as Comlink from 'comlink';
import type { EngineAssets, EngineWorkerApi } from '../../inference/browser/worker-api';

/**
 * How the worker's text becomes an address. A blob: worker is the cheaper one; some versions of the
 * Figma app refuse it ("Not allowed to load local resource"), and there a data: worker starts.
 */
export const WORKER_ADDRESSES = ['blob', 'data'] as const;
export type WorkerAddress = (typeof WORKER_ADDRESSES)[number];

/** The bytes that `enhance` is given are transferred: they are empty afterwards. */
export interface WorkerHandle extends Pick<EngineWorkerApi, 'start' | 'enhance'> {
  cancel(jobId: number): Promise<void>;
  /** Resolves with a technical cause when the worker dies; stays open while it lives. */
  readonly died: Promise<string>;
  terminate(): void;
}

export type SpawnWorker = (address: WorkerAddress, script: Uint8Array) => WorkerHandle;

export const spawnWorker: SpawnWorker = (address, script) => {
  const { url, release } = addressOf(address, script);
  const worker = new Worker(url, { name: 'onestep-engine' });
  const remote = Comlink.wrap<EngineWorkerApi>(worker);

  const died = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => {
      // Otherwise the browser reports it a second time, as an error of the page.
      event.preventDefault();
      resolve(event.message || `the ${address}: worker did not start`);
    });
    worker.addEventListener('messageerror', () => resolve('a message could not be read'));
  });
  void died.then(release);

  return {
    start: async (assets) => {
      const outcome = await remote.start(Comlink.transfer(assets, buffersOf(assets)));
      release();
      return outcome;
    },
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
    died,
    terminate: () => {
      worker.terminate();
      release();
    },
  };
};

function addressOf(
  address: WorkerAddress,
  script: Uint8Array,
): { url: string; release: () => void } {
  if (address === 'data') {
    const text = new TextDecoder().decode(script);
    return {
      url: `data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`,
      release: () => undefined,
    };
  }
  const url = URL.createObjectURL(new Blob([ownBuffer(script)], { type: 'text/javascript' }));
  return { url, release: () => URL.revokeObjectURL(url) };
}

function buffersOf(assets: EngineAssets): ArrayBufferLike[] {
  const views = [assets.ortWasm, ...Object.values(assets.packFiles)];
  return [...new Set(views.map((view) => view.buffer))];
}

/** Transferring takes the whole buffer, so a view into a larger one is copied out first. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
}
