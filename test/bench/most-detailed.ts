import { luma } from './metrics/luma';
import type { RgbPicture } from './metrics/rgb-picture';

/** A square part of a picture, in pixels. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

const STEP_PX = 16;

/**
 * The square with the strongest changes from pixel to pixel, where enlargements differ most.
 *
 * @param side wanted side in pixels; the square is smaller where the picture is
 */
export function mostDetailed(picture: RgbPicture, side: number): Square {
  const { width, height } = picture;
  const fitting = Math.min(side, width, height);
  const changes = changeSums(luma(picture), width, height);
  let best: Square = { left: 0, top: 0, side: fitting };
  let most = -1;
  for (let top = 0; top + fitting <= height; top += STEP_PX) {
    for (let left = 0; left + fitting <= width; left += STEP_PX) {
      const change = sumInside(changes, width + 1, left, top, fitting);
      if (change <= most) continue;
      most = change;
      best = { left, top, side: fitting };
    }
  }
  return best;
}

/** Summed-area table, one wider and higher than the picture, of the change to the next pixels. */
function changeSums(values: Float64Array, width: number, height: number): Float64Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x + 1 < width) row += Math.abs(values[at + 1]! - values[at]!);
      if (y + 1 < height) row += Math.abs(values[at + width]! - values[at]!);
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  return sums;
}

function sumInside(
  sums: Float64Array,
  stride: number,
  left: number,
  top: number,
  side: number,
): number {
  const upper = top * stride + left;
  const lower = (top + side) * stride + left;
  return sums[lower + side]! - sums[lower]! - sums[upper + side]! + sums[upper]!;
}
