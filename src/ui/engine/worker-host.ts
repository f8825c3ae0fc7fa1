/** Starts the engine worker from its text. */
import {
  connectWorker,
  ownBuffer,
  type WorkerHandle,
} from '../../inference/browser/connect-worker';

/**
 * How the worker's text becomes an address. A blob: worker is the cheaper one; some versions of the
 * Figma app refuse it ("Not allowed to load local resource"), and there a data: worker starts.
 */
export const WORKER_ADDRESSES = ['blob', 'data'] as const;
export type WorkerAddress = (typeof WORKER_ADDRESSES)[number];

export type SpawnWorker = (address: WorkerAddress, script: Uint8Array) => WorkerHandle;

export const spawnWorker: SpawnWorker = (address, script) => {
  const { url, release } = addressOf(address, script);
  const handle = connectWorker(new Worker(url, { name: 'onestep-engine' }), `${address}:`);
  void handle.died.then(release);
  return {
    ...handle,
    start: async (assets) => {
      const outcome = await handle.start(assets);
      release();
      return outcome;
    },
    terminate: () => {
      handle.terminate();
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
