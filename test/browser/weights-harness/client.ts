/** The page's side of the weights worker, reduced to what Playwright can call. */
import * as Comlink from 'comlink';
import type { WeightsWorkerApi } from './weights-worker';

export interface WeightsClient extends Omit<WeightsWorkerApi, 'isJspi' | 'run' | 'collectGarbage'> {
  isJspi(): Promise<boolean>;
  collectGarbage(): Promise<void>;
  /** Starts a new worker, as long as it knows the network that was made. */
  run(ortWasmUrl: string, readsBlobs: boolean): ReturnType<WeightsWorkerApi['run']>;
}

declare global {
  interface Window {
    openWeightsClient(workerUrl: string): void;
    weightsClient: WeightsClient;
  }
}

window.openWeightsClient = (workerUrl) => {
  const api = Comlink.wrap<WeightsWorkerApi>(new Worker(workerUrl));
  window.weightsClient = {
    isJspi: async () => api.isJspi,
    make: async (shards) => api.make(shards),
    run: async (ortWasmUrl, readsBlobs) => {
      const ortWasm = new Uint8Array(await (await fetch(ortWasmUrl)).arrayBuffer());
      return api.run(Comlink.transfer(ortWasm, [ortWasm.buffer]), readsBlobs);
    },
    spoil: async (shard, how) => api.spoil(shard, how),
    collectGarbage: async () => api.collectGarbage(),
  };
};
