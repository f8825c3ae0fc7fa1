import * as Comlink from 'comlink';
import { OnestepError } from '../../shared/errors';
import { settle } from '../../shared/outcome';
import type { Engine, EngineInfo, EnhanceResult } from '../engine';
import { loadPack, type LoadedPack } from '../pack/load-pack';
import { createEngine } from '../pipeline/create-engine';
import type { ModelRuntime } from '../runtime/model-session';
import { TileMemory } from '../tiles/tile-memory';
import { createBrowserCodec } from './codec';
import { releaseProxy } from './release-proxy';
import type { EngineAssets, EngineWorkerApi, PackFileOpener } from './worker-api';
import { createHandedSource, createOpenedSource, type WorkerSourceOptions } from './worker-source';

/**
 * Makes the worker that this runs in an engine worker, which answers to `EngineWorkerApi`.
 *
 * @param createRuntime what the entry's kind of worker runs packs on; may throw `engine-unavailable`
 */
export function serveEngine(
  createRuntime: (assets: EngineAssets, pack: LoadedPack) => Promise<ModelRuntime>,
  options: WorkerSourceOptions,
): void {
  let engine: Engine | undefined;
  let tileMemory = new TileMemory();
  const jobs = new Map<number, AbortController>();

  async function start(assets: EngineAssets, openFile?: PackFileOpener): Promise<EngineInfo> {
    const source =
      openFile === undefined
        ? createHandedSource(assets, options)
        : createOpenedSource(openFile, options);
    const pack = await loadPack(source);
    const runtime = await createRuntime(assets, pack);
    const memory = new TileMemory(assets.tileLimits);
    const started = await createEngine(pack, runtime, createBrowserCodec(), memory);
    await engine?.dispose();
    engine = started;
    tileMemory = memory;
    return started.info;
  }

  const api: EngineWorkerApi = {
    start: (assets, openFile) => settle(() => start(assets, openFile)),

    async enhance(jobId, bytes, options, onProgress, onDump) {
      const abort = new AbortController();
      jobs.set(jobId, abort);
      const outcome = await settle(async () => {
        if (engine === undefined) throw new OnestepError('engine-unavailable', {}, 'not started');
        return engine.enhance(bytes, options, { signal: abort.signal, onProgress, onDump });
      });
      jobs.delete(jobId);
      releaseProxy(onProgress);
      if (onDump !== undefined) releaseProxy(onDump);
      return outcome.ok ? Comlink.transfer(outcome, buffersOf(outcome.value)) : outcome;
    },

    tileLimits: () => tileMemory.known,

    cancel(jobId) {
      jobs.get(jobId)?.abort();
    },
  };

  Comlink.expose(api);
}

function buffersOf({ bytes }: EnhanceResult): Transferable[] {
  return [bytes.buffer];
}
