/** The page's side of an engine worker, reduced to what Playwright can call: bytes travel as base64. */
import * as Comlink from 'comlink';
import { webGpuFlavour, type WebGpuFlavour } from '../../../src/inference/browser/webgpu-flavour';
import type { EngineWorkerApi } from '../../../src/inference/browser/worker-api';
import type { EngineInfo, EnhanceOptions, EnhanceProgress } from '../../../src/inference/engine';
import type { Outcome } from '../../../src/shared/outcome';

export interface WorkerAssets {
  readonly worker: string;
  readonly ortWasm: string;
  readonly packFiles: Readonly<Record<string, string>>;
}

export interface WorkerJob {
  readonly bytes: string;
  readonly options: EnhanceOptions;
  /** When it is cancelled: so long after it was handed over, or once so many tiles are done. */
  readonly cancel?: { readonly afterMs: number } | { readonly afterTiles: number };
}

export interface WorkerClient {
  readonly flavour: WebGpuFlavour;
  /** Ends the worker before, if any. The pack's files are handed over as Blobs. */
  start(assets: WorkerAssets): Promise<Outcome<EngineInfo>>;
  /** @returns the picture in base64, and the progress that was heard on the way */
  enhance(job: WorkerJob): Promise<{
    readonly outcome: Outcome<string>;
    readonly heard: readonly EnhanceProgress[];
  }>;
}

declare global {
  interface Window {
    workerClient: WorkerClient;
  }
}

let worker: Worker | undefined;
let api: Comlink.Remote<EngineWorkerApi> | undefined;
let lastJobId = 0;

window.workerClient = {
  flavour: webGpuFlavour(),

  async start(assets) {
    worker?.terminate();
    const url = URL.createObjectURL(new Blob([assets.worker], { type: 'text/javascript' }));
    worker = new Worker(url, { name: 'onestep-engine' });
    api = Comlink.wrap<EngineWorkerApi>(worker);
    const files = Object.entries(assets.packFiles);
    const packBlobs = Object.fromEntries(
      files.map(([path, file]) => [path, new Blob([toBytes(file)])]),
    );
    return api.start({ ortWasm: toBytes(assets.ortWasm), packFiles: {}, packBlobs });
  },

  async enhance({ bytes, options, cancel }) {
    const jobId = ++lastJobId;
    const heard: EnhanceProgress[] = [];
    const stop = (): void => void api!.cancel(jobId);
    const outcome = api!.enhance(
      jobId,
      toBytes(bytes),
      options,
      Comlink.proxy((progress: EnhanceProgress) => {
        heard.push(progress);
        if (cancel && 'afterTiles' in cancel && progress.tilesDone === cancel.afterTiles) stop();
      }),
    );
    if (cancel && 'afterMs' in cancel) setTimeout(stop, cancel.afterMs);
    const ended = await outcome;
    if (!ended.ok) return { outcome: ended, heard };
    return { outcome: { ok: true, value: toBase64(ended.value.bytes) }, heard };
  },
};

function toBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
