import type { EnhanceOptions } from '../../../src/inference/engine';
import { encodePng } from '../../unit/inference/support/engines';
import {
  describePack,
  filterPack,
  packFiles,
  type PackFiles,
} from '../../unit/inference/support/packs';
import { detailed } from '../../unit/inference/support/pictures';
import type { HeapContents } from './heap-contents';
import type { OpenWorker } from './open-worker';

const OPTIONS: EnhanceOptions = { scale: 4, maxSidePx: 4096, format: 'png' };
export const PICTURE = { width: 90, height: 50 };
const TILE_PX = 32;

/** A pack whose network has few shaders to compile: a software GPU does that on the processor. */
export function quickPack(): PackFiles {
  const pack = filterPack(3, [TILE_PX]);
  return packFiles(describePack(pack), pack.graph);
}

/** What the worker holds when nothing runs. */
export interface Held extends HeapContents {
  readonly runs: number;
  readonly gpuBuffers: number;
  readonly gpuBytes: number;
  readonly wasmBytes: number;
}

/**
 * Starts runs and cancels each at another moment of its way, from before its first tile to after its
 * last.
 *
 * @param marks after how many runs to look at what the worker holds
 * @returns one for each mark, and how many runs a cancel has stopped before their end
 */
export async function cancelRuns(
  engine: OpenWorker,
  marks: readonly number[],
): Promise<{ readonly held: readonly Held[]; readonly stopped: number }> {
  const picture = await encodePng(detailed(PICTURE.width, PICTURE.height));
  await engine.enhance(picture, { options: OPTIONS });
  const startedAt = performance.now();
  await engine.enhance(picture, { options: OPTIONS });
  const wholeMs = performance.now() - startedAt;
  const held: Held[] = [];
  let stopped = 0;
  for (let runs = 1; runs <= marks.at(-1)!; runs++) {
    // Steps of the golden ratio fall nowhere twice.
    const afterMs = ((runs * 0.618) % 1) * wholeMs;
    const { outcome } = await engine.enhance(picture, { options: OPTIONS, cancel: { afterMs } });
    if (!outcome.ok && outcome.error.code !== 'cancelled') throw new Error(outcome.error.code);
    if (!outcome.ok) stopped += 1;
    if (marks.includes(runs)) held.push({ runs, ...(await lookAt(engine)) });
  }
  return { held, stopped };
}

async function lookAt(engine: OpenWorker): Promise<Omit<Held, 'runs'>> {
  const heap = await engine.heap();
  const { gpu, wasmBytes } = await engine.worker.evaluate(() => {
    const scope = self as unknown as {
      gpuBuffers(): { count: number; bytes: number };
      wasmBytes(): number;
    };
    return { gpu: scope.gpuBuffers(), wasmBytes: scope.wasmBytes() };
  });
  return { gpuBuffers: gpu.count, gpuBytes: gpu.bytes, wasmBytes, ...heap };
}
