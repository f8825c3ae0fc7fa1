import type { RgbPicture } from './rgb-picture';

/** Studio-range luma of ITU-R BT.601, as super-resolution papers measure it (MATLAB's `rgb2ycbcr`). */
const OFFSET = 16;
const RED = 65.481 / 255;
const GREEN = 128.553 / 255;
const BLUE = 24.966 / 255;

/** Luma of every pixel, 16 (black) to 235 (white), not rounded. */
export function luma({ width, height, data }: RgbPicture): Float64Array {
  const result = new Float64Array(width * height);
  for (let i = 0, rgb = 0; i < result.length; i++, rgb += 3) {
    result[i] = OFFSET + RED * data[rgb]! + GREEN * data[rgb + 1]! + BLUE * data[rgb + 2]!;
  }
  return result;
}
