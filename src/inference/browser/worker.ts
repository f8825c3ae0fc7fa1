/** The engine worker: entry of the script that the UI starts from a blob. */
import * as Comlink from 'comlink';
import { CancelToken } from '../../shared/cancel';
import { OnestepError, serializeError } from '../../shared/errors';
import type { Engine, EngineInfo, EnhanceResult } from '../engine';
import { loadPack } from '../pack/load-pack';
import { createMemorySource } from '../pack/memory-source';
import { createEngine } from '../pipeline/create-engine';
import { createBrowserCodec } from './codec';
import { createWasmRuntime } from './ort-wasm';
import type { EngineAssets, EngineWorkerApi, Outcome } from './worker-api';

let engine: Engine | undefined;
const jobs = new Map<number, CancelToken>();

const api: EngineWorkerApi = {
  start: (assets) => settle(() => start(assets)),

  async enhance(jobId, bytes, options, onProgress) {
    const token = new CancelToken();
    jobs.set(jobId, token);
    const outcome = await settle(async () => {
      if (engine === undefined) throw new OnestepError('engine-unavailable', {}, 'not started');
      return engine.enhance(bytes, options, { signal: token, onProgress });
    });
    jobs.delete(jobId);
    releaseProxy(onProgress);
    return outcome.ok ? Comlink.transfer(outcome, buffersOf(outcome.value)) : outcome;
  },

  cancel(jobId) {
    jobs.get(jobId)?.cancel();
  },
};

async function start(assets: EngineAssets): Promise<EngineInfo> {
  const source = createMemorySource({ ...assets.packBlobs, ...assets.packFiles });
  const pack = await loadPack(source);
  const started = await createEngine(pack, createWasmRuntime(assets.ortWasm), createBrowserCodec());
  await engine?.dispose();
  engine = started;
  return started.info;
}

async function settle<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: serializeError(thrown) };
  }
}

function buffersOf({ bytes }: EnhanceResult): Transferable[] {
  return [bytes.buffer];
}

/** Closes the port behind a callback; a page keeps it open otherwise, for as long as it lives. */
function releaseProxy(callback: object): void {
  (callback as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
}

Comlink.expose(api);
