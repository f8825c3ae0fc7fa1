import { LANCZOS, type Kernel } from './kernels';
import { kernelTaps, type AxisTaps } from './taps';

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
  const taps = kernelTaps(kernel, source.width, width);
  const weights = toFixedPoint(taps);
  const data = new Uint8Array(width * height * channels);
  let target = 0;
  for (let y = 0; y < height; y++) {
    const row = y * source.width * channels;
    for (let x = 0; x < width; x++) {
      const first = row + taps.starts[x]! * channels;
      for (let channel = 0; channel < channels; channel++) {
        data[target++] = weigh(
          source.data,
          first + channel,
          channels,
          weights,
          x * taps.stride,
          taps.counts[x]!,
        );
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
  const taps = kernelTaps(kernel, sourceHeight, height);
  const weights = toFixedPoint(taps);
  const row = new Uint8Array(width * channels);
  for (let y = 0; y < height; y++) {
    const first = taps.starts[y]! * row.length;
    for (let offset = 0; offset < row.length; offset++) {
      row[offset] = weigh(
        data,
        first + offset,
        row.length,
        weights,
        y * taps.stride,
        taps.counts[y]!,
      );
    }
    visit(row, y);
  }
}

/** Weighted sum of `count` bytes, `step` apart, rounded and clamped to 0..255. */
function weigh(
  data: Uint8Array | Uint8ClampedArray,
  first: number,
  step: number,
  weights: Int32Array,
  firstWeight: number,
  count: number,
): number {
  let sum = HALF;
  for (let tap = 0, at = first; tap < count; tap++, at += step) {
    sum += data[at]! * weights[firstWeight + tap]!;
  }
  const value = sum >> FRACTION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Rounds half away from zero, as Pillow does. */
function toFixedPoint(taps: AxisTaps): Int32Array {
  const one = 1 << FRACTION_BITS;
  return Int32Array.from(taps.weights, (weight) =>
    Math.trunc(weight * one + (weight < 0 ? -0.5 : 0.5)),
  );
}
