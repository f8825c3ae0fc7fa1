import type { WorkerHandle } from '../../inference/browser/connect-worker';
import type { EngineAssets } from '../../inference/browser/worker-api';
import type { EngineInfo } from '../../inference/engine';
import { OnestepError, toOnestepError } from '../../shared/errors';
import { orCancelled } from '../../shared/or-cancelled';
import { valueOf, type Outcome } from '../../shared/outcome';
import { answerInTime } from '../sandbox/answer-in-time';
import type { EmbeddedAssets } from './embedded-assets';
import { readEmbeddedPack } from './embedded-pack';
import { isHosted, startLimitMs, type EnginePlace, type PackFiles } from './engine-place';
import { WORKER_ADDRESSES, type SpawnWorker } from './worker-host';

const WORKER_ASSET = 'engine-worker.js';
const WASM_ASSET = 'ort.wasm';

/** The plugin's own frame: wasm in a worker that is made of what the build put into the page. */
export function createEmbeddedPlace(assets: EmbeddedAssets, spawn: SpawnWorker): EnginePlace {
  return {
    name: 'embedded',
    start: async (pack, { signal } = {}) => {
      if (isHosted(pack)) throw new OnestepError('engine-unavailable', {}, 'a pack of the page');
      const causes: string[] = [];
      for (const address of WORKER_ADDRESSES) {
        const [script, engineAssets] = await Promise.all([
          assets.read(WORKER_ASSET),
          readEngineAssets(assets, pack),
        ]);
        let handle: WorkerHandle;
        try {
          handle = spawn(address, script);
        } catch (thrown) {
          causes.push(`${address}: ${String(thrown)}`);
          continue;
        }
        try {
          const answer = answerInTime(
            Promise.race([
              handle.start(engineAssets),
              handle.died.then((cause): WorkerDeath => ({ died: true, cause })),
            ]),
            startLimitMs(pack),
            'the start of the engine',
            'engine-unavailable',
          );
          const started = await orCancelled(answer, signal);
          if (!isDeath(started)) return { ...handle, info: valueOf(started) };
          causes.push(`${address}: ${started.cause}`);
          handle.terminate();
        } catch (thrown) {
          handle.terminate();
          throw toOnestepError(thrown, 'engine-unavailable');
        }
      }
      throw new OnestepError('engine-unavailable', {}, causes.join('; '));
    },
  };
}

interface WorkerDeath {
  readonly died: true;
  readonly cause: string;
}

function isDeath(value: Outcome<EngineInfo> | WorkerDeath): value is WorkerDeath {
  return 'died' in value;
}

async function readEngineAssets(
  assets: EmbeddedAssets,
  pack: PackFiles | null,
): Promise<EngineAssets> {
  const ortWasm = await assets.read(WASM_ASSET);
  return pack === null
    ? { ortWasm, packFiles: await readEmbeddedPack(assets) }
    : { ortWasm, packFiles: {}, packBlobs: pack };
}
