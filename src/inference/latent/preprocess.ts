/**
 * From the source to what the network sees, as the official code does it: enlarged by Pillow's
 * bicubic filter, twice where the source is tiny, then shrunk to a multiple of the latents' size.
 */
import { MAX_RESULT_SIDE_PX } from '../../shared/limits';
import type { Raster } from '../image/raster';
import type { ResultSize, Size } from '../pipeline/result-size';
import { BICUBIC, LANCZOS } from '../resample/kernels';
import { resizeBytes, type BytePixels } from '../resample/resize-bytes';

/** Most pixels that a tiny picture is enlarged to; a thin strip would grow without end. */
const MAX_TINY_PIXELS = 2 ** 24;

/** The sizes that a picture goes through, one resize each. */
export interface NetworkSizes {
  /** The source, or a tiny source enlarged so far that the network has something to see. */
  readonly base: Size;
  /** `base` times the scale. */
  readonly enlarged: Size;
  /** `enlarged`, each side rounded down to a multiple of `downscale`. */
  readonly network: Size;
}

export interface SizeLimits {
  /** Short side of `enlarged`, in pixels, below which a source counts as tiny. */
  readonly processSize: number;
  /** Pixels a side of one latent. */
  readonly downscale: number;
}

/** @param wanted size of the result, from `resultSize(source, …)` */
export function networkSizes(
  source: Size,
  wanted: ResultSize,
  { processSize, downscale }: SizeLimits,
): NetworkSizes {
  const base = enlargeTiny(source, wanted.scale, processSize);
  const enlarged =
    base === source
      ? { width: wanted.width, height: wanted.height }
      : {
          width: Math.round(base.width * wanted.scale),
          height: Math.round(base.height * wanted.scale),
        };
  const fit = (side: number) => Math.max(side - (side % downscale), downscale);
  return { base, enlarged, network: { width: fit(enlarged.width), height: fit(enlarged.height) } };
}

/** A source whose short side is below `processSize / scale`, enlarged to that; others as they are. */
function enlargeTiny(source: Size, scale: number, processSize: number): Size {
  const { width, height } = source;
  const least = Math.floor(processSize / scale);
  if (width >= least && height >= least) return source;
  const factor = Math.min(
    least / Math.min(width, height),
    MAX_RESULT_SIDE_PX / (scale * Math.max(width, height)),
    Math.sqrt(MAX_TINY_PIXELS / (width * height)) / scale,
  );
  if (factor <= 1) return source;
  // Truncated, as the official code does, whose sides therefore miss the least size by one at times.
  return { width: Math.trunc(factor * width), height: Math.trunc(factor * height) };
}

/** @returns RGB of the size `sizes.network` */
export function preprocess(source: Raster, sizes: NetworkSizes): BytePixels {
  const { base, enlarged, network } = sizes;
  let picture: BytePixels = dropAlpha(source);
  picture = resizeBytes(picture, base.width, base.height, BICUBIC);
  picture = resizeBytes(picture, enlarged.width, enlarged.height, BICUBIC);
  return resizeBytes(picture, network.width, network.height, LANCZOS);
}

function dropAlpha({ width, height, data }: Raster): BytePixels {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0, target = 0; at < data.length; at += 4, target += 3) {
    rgb[target] = data[at]!;
    rgb[target + 1] = data[at + 1]!;
    rgb[target + 2] = data[at + 2]!;
  }
  return { width, height, channels: 3, data: rgb };
}
