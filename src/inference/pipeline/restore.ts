import { throwIfCancelled, type CancelSignal } from '../../shared/cancel';
import type { Raster } from '../image/raster';
import type { ModelRuntime, ModelSession, NetworkRun } from '../runtime/model-session';
import { isDeviceLost } from '../runtime/device-lost';
import { isOutOfMemory } from '../runtime/out-of-memory';
import type { Recovery } from '../runtime/recovery';
import { runAtScale } from '../runtime/run-at-scale';
import { planTiles, splitTile, type Tile, type TilingTask } from '../tiles/plan';
import { colourAt, flatColour, isTransparent, readTile, type Colour } from '../tiles/read-tile';
import type { Rect } from '../tiles/rect';
import { watchMemory, type NetworkMemory } from '../tiles/tile-memory';
import { fillTile, resultGrid, writeTile, type ResultGrid } from '../tiles/write-tile';
import { refuseLostContrast, refuseNonFinite } from './check-answer';

/** How often a tile is quartered before memory is given up on. */
const MAX_SPLITS = 2;

/** One picture's way through the network. */
export interface RestoreJob {
  readonly runtime: Pick<ModelRuntime, 'nextTask'>;
  readonly session: ModelSession;
  /** Gets `session` a device again when it has lost its own. */
  readonly recovery: Recovery;
  /** Of tiles in source pixels. */
  readonly memory: NetworkMemory;
  readonly run: NetworkRun;
  readonly task: TilingTask;
  /** Whether flat colour may do without the network; see `FlatColours`. */
  readonly skipsFlat: boolean;
  /** What is transparent here is not restored; beyond that, only the colours matter. */
  readonly source: Raster;
  /** Gets the colours; its alpha is left alone. */
  readonly result: Raster;
  readonly signal: CancelSignal | undefined;
}

/** The tiles in which a picture is restored with the least work. */
export function planRestoration(job: RestoreJob): readonly Tile[] {
  return planTiles(job.task, (tile) => constantColour(job, tile) !== null);
}

/**
 * Restores the colours of a picture tile by tile.
 *
 * @throws OnestepError `cancelled`, `engine-memory`, `engine-crashed`, `engine-device-lost`,
 * `engine-unavailable`, `result-invalid`, `pack-graph`, `pack-self-test`
 */
export async function restoreColours(
  job: RestoreJob,
  tiles: readonly Tile[],
  onTileDone: () => void,
): Promise<void> {
  const grid = resultGrid(job.task);
  let splits = 0;
  for (const tile of tiles) {
    splits = await restoreTile(job, grid, tile, splits, 0);
    onTileDone();
  }
}

/**
 * Restores one tile, in parts where memory or a lost device asks for it.
 *
 * @param minSplits how often to quarter at least, because the tiles before it had to be
 * @param splits how often it has been quartered already
 * @returns how often the next one is to be quartered; finished parts are never done again
 */
async function restoreTile(
  job: RestoreJob,
  grid: ResultGrid,
  tile: Tile,
  minSplits: number,
  splits: number,
): Promise<number> {
  throwIfCancelled(job.signal);
  const constant = constantColour(job, tile);
  if (constant !== null) {
    fillTile(job.result, tile.post, constant);
    return minSplits;
  }
  if (splits >= minSplits) {
    await job.runtime.nextTask();
    throwIfCancelled(job.signal);
    try {
      await runNetwork(job, grid, tile);
      return splits;
    } catch (thrown) {
      // What a tile has done to the device, smaller ones may not do.
      if (isDeviceLost(thrown)) await job.recovery.from(thrown);
      else if (splits === MAX_SPLITS || !isOutOfMemory(thrown)) throw thrown;
    }
    if (splits === MAX_SPLITS) return restoreTile(job, grid, tile, minSplits, splits);
  }
  let needed = Math.max(minSplits, splits + 1);
  for (const part of splitTile(tile, job.task)) {
    needed = await restoreTile(job, grid, part, needed, splits + 1);
  }
  return needed;
}

async function runNetwork(
  { session, memory, run, source, result, task }: RestoreJob,
  grid: ResultGrid,
  tile: Tile,
): Promise<void> {
  const { width, height } = tile.pre;
  const answer = await watchMemory(memory, width * height, () =>
    runAtScale(session, readTile(source, tile.pre), run),
  );
  refuseNonFinite(answer);
  writeTile(answer, tile, grid, result);
  refuseLostContrast(source, shownSource(tile.post, task), result, tile.post);
}

/** The one colour of a tile that the network need not see: flat, or nowhere visible. */
function constantColour({ source, skipsFlat }: RestoreJob, { pre }: Tile): Colour | null {
  if (isTransparent(source, pre)) return colourAt(source, pre);
  return skipsFlat ? flatColour(source, pre) : null;
}

/** The source pixels that a part of the result shows at least partly. */
function shownSource(post: Rect, task: TilingTask): Rect {
  const left = Math.floor((post.left * task.sourceWidth) / task.resultWidth);
  const top = Math.floor((post.top * task.sourceHeight) / task.resultHeight);
  const right = ((post.left + post.width) * task.sourceWidth) / task.resultWidth;
  const bottom = ((post.top + post.height) * task.sourceHeight) / task.resultHeight;
  return { left, top, width: Math.ceil(right) - left, height: Math.ceil(bottom) - top };
}
