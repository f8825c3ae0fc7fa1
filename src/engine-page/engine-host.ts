import * as Comlink from 'comlink';
import { connectWorker, type WorkerHandle } from '../inference/browser/connect-worker';
import { findGpuAdapter } from '../inference/browser/gpu-device';
import { WEBGPU_WASM_FILES, webGpuFlavour } from '../inference/browser/webgpu-flavour';
import { releaseProxy } from '../inference/browser/release-proxy';
import type { EngineAssets, PackFileOpener } from '../inference/browser/worker-api';
import type { EngineInfo } from '../inference/engine';
import { CancelToken } from '../shared/cancel';
import { OnestepError, type SerializedError } from '../shared/errors';
import { settle, valueOf } from '../shared/outcome';
import { fetchPackOffers, packUrl } from './pack-offers';
import type { DownloadProgress, EnginePageApi, PackChoice, StorageReport } from './page-api';
import type { LimitsStore } from './limits-store';
import type { BlobStore } from './weights/blob-store';
import { PackDownload } from './weights/pack-download';

export interface EngineHostOptions {
  /** Address of the worker's script. */
  readonly workerUrl: string;
  /** Address of the folder with onnxruntime's binaries, with a slash at the end. */
  readonly ortUrl: string;
  /** Address of the folder with all packs, with a slash at the end. */
  readonly packsUrl: string;
  readonly store: BlobStore | null;
  readonly limits: LimitsStore;
}

type ReportProgress = (progress: DownloadProgress) => void;

interface Running {
  readonly worker: WorkerHandle;
  readonly cancel: CancelToken;
}

const NO_ENGINE: SerializedError = {
  code: 'engine-unavailable',
  details: {},
  cause: 'not started',
};

/** The engines of this page, each a worker of its own. */
export function createEngineHost(options: EngineHostOptions): EnginePageApi {
  const { store, packsUrl } = options;
  const running = new Map<number, Running>();

  const stop = (engineId: number): void => {
    const engine = running.get(engineId);
    engine?.cancel.cancel();
    engine?.worker.terminate();
    running.delete(engineId);
  };

  return {
    start: async (engineId, pack, onProgress) => {
      const worker = new Worker(options.workerUrl, { name: 'onestep-engine' });
      const engine: Running = {
        worker: connectWorker(worker, 'engine page’s'),
        cancel: new CancelToken(),
      };
      running.set(engineId, engine);
      const outcome = await settle(() => startEngine(options, engine, pack, onProgress));
      if (!outcome.ok) stop(engineId);
      return outcome;
    },
    stop,
    whenDied: (engineId) => running.get(engineId)?.worker.died ?? Promise.resolve('not started'),
    enhance: async (engineId, jobId, bytes, wanted, onProgress) => {
      const engine = running.get(engineId);
      if (engine === undefined) return { ok: false, error: NO_ENGINE };
      const { worker } = engine;
      const outcome = await Promise.race([
        worker.enhance(jobId, bytes, wanted, (progress) => onProgress(progress)),
        worker.died.then((cause) => ({
          ok: false as const,
          error: { code: 'engine-crashed' as const, details: {}, cause },
        })),
      ]);
      releaseProxy(onProgress);
      // A worker that has died never answers; nobody waits for it.
      void worker.tileLimits().then((limits) => options.limits.write(limits));
      return outcome.ok ? Comlink.transfer(outcome, [outcome.value.bytes.buffer]) : outcome;
    },
    cancel: (engineId, jobId) => void running.get(engineId)?.worker.cancel(jobId),
    packs: () =>
      settle(async () => fetchPackOffers(packsUrl, await findGpuAdapter().catch(() => null))),
    storage: () => reportStorage(store),
    clearStorage: () =>
      settle(async () => {
        for (const { name } of (await store?.entries()) ?? []) await store?.remove(name);
        return null;
      }),
  };
}

async function startEngine(
  { ortUrl, packsUrl, store, limits }: EngineHostOptions,
  { worker, cancel }: Running,
  pack: PackChoice,
  onProgress: ReportProgress,
): Promise<EngineInfo> {
  const ortWasm = await fetchBytes(ortUrl + WEBGPU_WASM_FILES[webGpuFlavour()]);
  const tileLimits = limits.read();
  if (pack.from === 'panel') {
    return startWith(worker, { ortWasm, tileLimits, ...splitFiles(pack.files) });
  }
  const download = await PackDownload.open({
    url: packUrl(packsUrl, pack.folder),
    store,
    signal: cancel,
    onProgress,
  });
  const openFile: PackFileOpener = (path) => settle(() => download.file(path));
  return startWith(worker, { ortWasm, tileLimits, packFiles: {} }, openFile);
}

/** @throws OnestepError with the worker's code, or `engine-unavailable` when it died */
async function startWith(
  worker: WorkerHandle,
  assets: EngineAssets,
  openFile?: PackFileOpener,
): Promise<EngineInfo> {
  const died = worker.died.then((cause): never => {
    throw new OnestepError('engine-unavailable', {}, cause);
  });
  return valueOf(await Promise.race([worker.start(assets, openFile), died]));
}

function splitFiles(files: Extract<PackChoice, { from: 'panel' }>['files']) {
  const entries = Object.entries(files);
  const bytes = entries.filter(([, file]) => file instanceof Uint8Array);
  const blobs = entries.filter(([, file]) => file instanceof Blob);
  return {
    packFiles: Object.fromEntries(bytes) as Record<string, Uint8Array>,
    packBlobs: Object.fromEntries(blobs) as Record<string, Blob>,
  };
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { credentials: 'omit' });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    throw new OnestepError('download-failed', { url }, thrown);
  }
}

async function reportStorage(store: BlobStore | null): Promise<StorageReport> {
  const entries = await store?.entries().catch(() => null);
  const estimate = await navigator.storage.estimate().catch(() => null);
  return {
    kind: store?.kind ?? 'http',
    usedBytes: entries ? entries.reduce((sum, { bytes }) => sum + bytes, 0) : null,
    quotaBytes: estimate?.quota ?? null,
  };
}
