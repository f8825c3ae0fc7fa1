import type { AxisTaps } from './taps';

/** Rows that are best resized together along x: they and what they become stay in the nearest cache. */
export const BLOCK_ROWS = 32;

/**
 * Weighs one output pixel of an axis for many lines at once, as many as `sums` has room for. All share
 * its weights, so that these are read once, four at a time, which is several times as fast as going
 * from pixel to pixel. Sums are taken in double precision, tap by tap.
 *
 * @param sums gets the weighted sum of each line; what it held is overwritten
 * @param index output pixel along the axis of `taps`
 * @param first where `data` has the first tap of the first line
 * @param tapStep from a tap to the next one
 * @param lineStep from a line to the next one
 */
export function weighLine(
  sums: Float64Array,
  { counts, stride, weights }: AxisTaps,
  index: number,
  data: Uint8Array | Uint8ClampedArray | Float32Array,
  first: number,
  tapStep: number,
  lineStep: number,
): void {
  sums.fill(0);
  const start = index * stride;
  const end = start + counts[index]!;
  let tap = start;
  let from = first;
  for (; tap + 4 <= end; tap += 4, from += 4 * tapStep) {
    const a = weights[tap]!;
    const b = weights[tap + 1]!;
    const c = weights[tap + 2]!;
    const d = weights[tap + 3]!;
    for (let line = 0, at = from; line < sums.length; line++, at += lineStep) {
      sums[line] =
        sums[line]! +
        data[at]! * a +
        data[at + tapStep]! * b +
        data[at + 2 * tapStep]! * c +
        data[at + 3 * tapStep]! * d;
    }
  }
  for (; tap < end; tap++, from += tapStep) {
    const weight = weights[tap]!;
    for (let line = 0, at = from; line < sums.length; line++, at += lineStep) {
      sums[line]! += data[at]! * weight;
    }
  }
}
