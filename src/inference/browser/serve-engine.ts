import * as Comlink from 'comlink';
import { CancelToken } from '../../shared/cancel';
import { OnestepError, serializeError } from '../../shared/errors';
import type { Engine, EngineInfo, EnhanceResult } from '../engine';
import { loadPack, type LoadedPack } from '../pack/load-pack';
import { createMemorySource } from '../pack/memory-source';
import { createEngine } from '../pipeline/create-engine';
import type { ModelRuntime } from '../runtime/model-session';
import { createBrowserCodec } from './codec';
import type { EngineAssets, EngineWorkerApi, Outcome } from './worker-api';

/**
 * Makes the worker that this runs in an engine worker, which answers to `EngineWorkerApi`.
 *
 * @param createRuntime what the entry's kind of worker runs packs on; may throw `engine-unavailable`
 */
export function serveEngine(
  createRuntime: (assets: EngineAssets, pack: LoadedPack) => Promise<ModelRuntime>,
): void {
  let engine: Engine | undefined;
  const jobs = new Map<number, CancelToken>();

  async function start(assets: EngineAssets): Promise<EngineInfo> {
    const source = createMemorySource({ ...assets.packBlobs, ...assets.packFiles });
    const pack = await loadPack(source);
    const runtime = await createRuntime(assets, pack);
    const started = await createEngine(pack, runtime, createBrowserCodec());
    await engine?.dispose();
    engine = started;
    return started.info;
  }

  const api: EngineWorkerApi = {
    start: (assets) => settle(() => start(assets)),

    async enhance(jobId, bytes, options, onProgress, onDump) {
      const token = new CancelToken();
      jobs.set(jobId, token);
      const outcome = await settle(async () => {
        if (engine === undefined) throw new OnestepError('engine-unavailable', {}, 'not started');
        return engine.enhance(bytes, options, { signal: token, onProgress, onDump });
      });
      jobs.delete(jobId);
      releaseProxy(onProgress);
      if (onDump !== undefined) releaseProxy(onDump);
      return outcome.ok ? Comlink.transfer(outcome, buffersOf(outcome.value)) : outcome;
    },

    cancel(jobId) {
      jobs.get(jobId)?.cancel();
    },
  };

  Comlink.expose(api);
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
