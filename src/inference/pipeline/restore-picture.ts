import { alphaAsGrey, writeAlpha } from '../alpha/alpha-grey';
import { bleedColour } from '../alpha/bleed';
import { hasTransparency } from '../image/output-format';
import type { Raster } from '../image/raster';
import type { Controls } from '../../shared/controls';
import type { NetworkRun } from '../runtime/model-session';
import { Recovery } from '../runtime/recovery';
import type { Tile, TilingTask } from '../tiles/plan';
import { networkRun } from '../pack/network-run';
import type { DirectPack } from '../pack/schema';
import type { DirectParts } from './parts';
import { planRestoration, restoreColours, type RestoreJob } from './restore';
import type { RestoreHooks } from './restorer';
import type { ResultSize, Size } from './result-size';

export type RestorePictureHooks = Pick<RestoreHooks, 'signal' | 'inNetwork' | 'onTiles'>;

/** One of the pictures that go through the network for a result. */
interface Pass {
  readonly job: RestoreJob;
  readonly tiles: readonly Tile[];
  readonly shows: 'alpha' | 'colours';
}

/**
 * Restores a decoded picture. One that is transparent anywhere and becomes larger goes through the
 * network twice, first its alpha as a grey picture, then its colours: the shape of a logo is nowhere
 * but in its alpha, and a classic filter would leave just that soft. What is wished for the colours
 * is not wished for the shape. A picture that keeps its size keeps its alpha as it is.
 *
 * @param source its colours below transparency are replaced on the way
 * @throws OnestepError as `restoreColours`; RangeError when there is no room for a picture
 */
export async function restorePicture(
  parts: DirectParts,
  source: Raster,
  size: ResultSize,
  controls: Controls,
  { signal, inNetwork, onTiles }: RestorePictureHooks,
): Promise<Raster> {
  const { width, height } = size;
  const { runtime, network, memory, pack } = parts;
  const recovery = new Recovery(() => network.reopen());
  // The one buffer of the result's size, which all tiles of both passes are written into.
  const result: Raster = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  result.data.fill(255);

  const planPass = async (
    shows: Pass['shows'],
    picture: Raster,
    wishes: Controls,
  ): Promise<Pass> => {
    const run = networkRun(pack, size.scale, wishes);
    const job: RestoreJob = {
      ...{ runtime, session: network, memory, recovery, run, result, signal },
      source: picture,
      task: tilingTask(parts, run, source, size),
      skipsFlat: await recovery.through(() => network.flatColours.areKeptBy(run)),
    };
    return { job, tiles: planRestoration(job), shows };
  };
  const transparent = hasTransparency(source);
  const keepsAlpha = transparent && isSameSize(source, size);
  if (keepsAlpha) copyAlpha(source, result);
  const alpha = transparent && !keepsAlpha ? alphaAsGrey(source) : null;
  if (transparent) bleedColour(source);

  await inNetwork(async () => {
    // A device that went away between two pictures is not this one's fault.
    if (runtime.device?.isLost) await network.reopen();
    const passes: Pass[] = [];
    if (alpha !== null) passes.push(await planPass('alpha', alpha, {}));
    passes.push(await planPass('colours', source, controls));

    const total = passes.reduce((sum, { tiles }) => sum + tiles.length, 0);
    let done = 0;
    onTiles(done, total);
    for (const { job, tiles, shows } of passes) {
      await restoreColours(job, tiles, () => onTiles(++done, total));
      if (shows === 'alpha') writeAlpha(result, source);
    }
  });
  return result;
}

function isSameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Of pictures of the same size. */
function copyAlpha(from: Raster, to: Raster): void {
  for (let at = 3; at < to.data.length; at += 4) to.data[at] = from.data[at]!;
}

function tilingTask(
  { pack, memory }: DirectParts,
  run: NetworkRun,
  source: Size,
  result: Size,
): TilingTask {
  return {
    sourceWidth: source.width,
    sourceHeight: source.height,
    resultWidth: result.width,
    resultHeight: result.height,
    nativeScale: run.scale,
    reach: pack.reach,
    alignment: pack.alignment,
    edges: pack.edges,
    tileSizes: sizesWithin(pack, memory.limit()),
  };
}

/** Beyond what neighbours take of a tile's side, in source pixels, this is kept at least. */
const LEAST_KEPT_PX = 16;

/** Those sizes of square tiles that memory has room for, or else the largest one that it has. */
function sizesWithin(
  { tileSizes, reach, alignment }: DirectPack,
  mostArea: number,
): readonly number[] {
  const fitting = tileSizes.filter((size) => size ** 2 <= mostArea);
  if (fitting.length > 0) return fitting;
  return [Math.max(Math.floor(Math.sqrt(mostArea)), 2 * (reach + alignment - 1) + LEAST_KEPT_PX)];
}
