import type { Raster } from '../image/raster';
import { resizeBytes } from '../resample/resize-bytes';

/** A picture's alpha in another size, by a classic filter: one byte a pixel, row-major. */
export function resizeAlpha(
  { width, height, data }: Raster,
  resultWidth: number,
  resultHeight: number,
): Uint8Array | Uint8ClampedArray {
  const alpha = new Uint8Array(width * height);
  for (let index = 0; index < alpha.length; index++) alpha[index] = data[index * 4 + 3]!;
  const picture = { width, height, channels: 1, data: alpha };
  return resizeBytes(picture, resultWidth, resultHeight).data;
}
