import { LANCZOS, type Kernel } from './kernels';
import { kernelTaps, type AxisTaps } from './taps';
import { BLOCK_ROWS, weighLine } from './weigh-line';

/** Pixels of 8 bits a channel, interleaved, row-major; `data.length === width * height * channels`. */
export interface BytePixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Weights are integers with this many fraction bits: 255 times the largest sum still fits 32 bits. */
const FRACTION_BITS = 22;
const HALF = 1 << (FRACTION_BITS - 1);

/**
 * Classic resize, to the byte what Pillow's `Image.resize(size, kernel)` gives: first along rows,
 * then along columns, rounded to 8 bits in between. Channels are independent of each other, so
 * colour under transparency has to be dealt with by the caller.
 *
 * @param width size of the result in pixels, at least 1 each
 */
export function resizeBytes(
  source: BytePixels,
  width: number,
  height: number,
  kernel: Kernel = LANCZOS,
): BytePixels {
  const wide = width === source.width ? source : resizeRows(source, width, kernel);
  return height === source.height ? wide : resizeColumns(wide, height, kernel);
}

/**
 * As `resizeBytes`, to the byte, but one row of the result at a time: beside the source there is
 * never more in memory than that, widened.
 *
 * @param visit gets each row from the top; the array is used again for the next one
 */
export function forEachResizedRow(
  source: BytePixels,
  width: number,
  height: number,
  visit: (row: Uint8Array, y: number) => void,
  kernel: Kernel = LANCZOS,
): void {
  const wide = width === source.width ? source : resizeRows(source, width, kernel);
  forEachTallRow(wide, height, kernel, visit);
}

function resizeRows(source: BytePixels, width: number, kernel: Kernel): BytePixels {
  const { height, channels } = source;
  const taps = fixedPointTaps(kernel, source.width, width);
  const data = new Uint8Array(width * height * channels);
  const sourceStep = source.width * channels;
  const targetStep = width * channels;
  const sums = new Float64Array(BLOCK_ROWS);
  for (let top = 0; top < height; top += BLOCK_ROWS) {
    const block = sums.subarray(0, height - top);
    for (let x = 0; x < width; x++) {
      const first = top * sourceStep + taps.starts[x]! * channels;
      const target = top * targetStep + x * channels;
      for (let channel = 0; channel < channels; channel++) {
        weighLine(block, taps, x, source.data, first + channel, channels, sourceStep);
        storeBytes(block, data, target + channel, targetStep);
      }
    }
  }
  return { width, height, channels, data };
}

function resizeColumns(source: BytePixels, height: number, kernel: Kernel): BytePixels {
  const { width, channels } = source;
  const data = new Uint8Array(width * height * channels);
  forEachTallRow(source, height, kernel, (row, y) => data.set(row, y * row.length));
  return { width, height, channels, data };
}

/** Resizes along columns; equal heights keep each row as it is. */
function forEachTallRow(
  { width, height: sourceHeight, channels, data }: BytePixels,
  height: number,
  kernel: Kernel,
  visit: (row: Uint8Array, y: number) => void,
): void {
  const taps = fixedPointTaps(kernel, sourceHeight, height);
  const row = new Uint8Array(width * channels);
  const sums = new Float64Array(row.length);
  for (let y = 0; y < height; y++) {
    weighLine(sums, taps, y, data, taps.starts[y]! * row.length, row.length, 1);
    storeBytes(sums, row, 0, 1);
    visit(row, y);
  }
}

/** Rounds sums of fixed-point weights, clamps them to 0..255, and stores them `step` apart. */
function storeBytes(sums: Float64Array, data: Uint8Array, first: number, step: number): void {
  for (let index = 0, at = first; index < sums.length; index++, at += step) {
    const value = (sums[index]! + HALF) >> FRACTION_BITS;
    data[at] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

/** Taps with integer weights, rounded half away from zero, as Pillow does. */
function fixedPointTaps(kernel: Kernel, inputSize: number, outputSize: number): AxisTaps {
  const taps = kernelTaps(kernel, inputSize, outputSize);
  const one = 1 << FRACTION_BITS;
  const weights = taps.weights.map((weight) =>
    Math.trunc(weight * one + (weight < 0 ? -0.5 : 0.5)),
  );
  return { ...taps, weights };
}
