import type { Raster } from '../../../../src/inference/image/raster';
import { paint, type Rgba } from '../../../support/images/pictures';
import { noiseBytes } from './noise';

/** Soft gradients, hard edges and noise: what shows seams and phase errors. */
export function detailed(width: number, height: number, seed = 1): Raster {
  const noise = noiseBytes(width * height, seed);
  return paint(width, height, (x, y) => {
    const grain = (noise[y * width + x]! - 128) / 8;
    const disc = Math.hypot(x - width * 0.4, y - height * 0.5) < Math.min(width, height) * 0.3;
    const stripe = (x + 2 * y) % 17 < 3;
    const base = 60 + (120 * x) / width;
    return [
      base + grain + (disc ? 70 : 0),
      200 - (150 * y) / height + grain,
      stripe ? 30 : 180 + grain,
      255,
    ];
  });
}

export function flat(width: number, height: number, colour: Rgba): Raster {
  return paint(width, height, () => colour);
}

/** A disc of one colour with a soft edge; everything outside is transparent and holds `hidden`. */
export function discOnNothing(
  size: number,
  colour: readonly [number, number, number],
  hidden: readonly [number, number, number],
): Raster {
  return paint(size, size, (x, y) => {
    const distance = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2);
    const alpha = Math.round(255 * Math.min(Math.max(size * 0.3 - distance + 0.5, 0), 1));
    return alpha === 0 ? [...hidden, 0] : [...colour, alpha];
  });
}

/** Largest difference of a byte; of the channels given, over all pixels. */
export function largestDifference(
  a: Raster,
  b: Raster,
  channels: readonly number[] = [0, 1, 2, 3],
) {
  let largest = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    for (const channel of channels) {
      largest = Math.max(largest, Math.abs(a.data[at + channel]! - b.data[at + channel]!));
    }
  }
  return largest;
}
