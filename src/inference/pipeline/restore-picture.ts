import type { CancelSignal } from '../../shared/cancel';
import { alphaAsGrey, writeAlpha } from '../alpha/alpha-grey';
import { bleedColour } from '../alpha/bleed';
import { hasTransparency } from '../image/output-format';
import type { Raster } from '../image/raster';
import type { TilingTask } from '../tiles/plan';
import type { DirectParts } from './parts';
import { planRestoration, restoreColours, type RestoreJob } from './restore';
import type { Size } from './result-size';

export interface RestorePictureHooks {
  readonly signal: CancelSignal | undefined;
  readonly onTiles: (tilesDone: number, tilesTotal: number) => void;
}

/**
 * Restores a decoded picture. One that is transparent anywhere goes through the network twice, first
 * its alpha as a grey picture, then its colours: the shape of a logo is nowhere but in its alpha,
 * and a classic filter would leave just that soft.
 *
 * @param source its colours below transparency are replaced on the way
 * @throws OnestepError as `restoreColours`; RangeError when there is no room for a picture
 */
export async function restorePicture(
  parts: DirectParts,
  source: Raster,
  size: Size,
  { signal, onTiles }: RestorePictureHooks,
): Promise<Raster> {
  const { width, height } = size;
  // The one buffer of the result's size, which all tiles of both passes are written into.
  const result: Raster = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  result.data.fill(255);

  const grey = hasTransparency(source) ? alphaAsGrey(source) : null;
  if (grey !== null) bleedColour(source);

  const { runtime, session, skipsFlat } = parts;
  const task = tilingTask(parts, source, size);
  const passes = (grey === null ? [source] : [grey, source]).map((picture) => {
    const job: RestoreJob = { runtime, session, task, skipsFlat, source: picture, result, signal };
    return { job, tiles: planRestoration(job) };
  });

  const total = passes.reduce((sum, { tiles }) => sum + tiles.length, 0);
  let done = 0;
  onTiles(done, total);
  for (const { job, tiles } of passes) {
    await restoreColours(job, tiles, () => onTiles(++done, total));
    if (job.source === grey) writeAlpha(result, source);
  }
  return result;
}

function tilingTask({ pack }: DirectParts, source: Size, result: Size): TilingTask {
  return {
    sourceWidth: source.width,
    sourceHeight: source.height,
    resultWidth: result.width,
    resultHeight: result.height,
    nativeScale: pack.nativeScale,
    reach: pack.reach,
    tileSizes: pack.tileSizes,
  };
}
