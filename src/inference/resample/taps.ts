import { LANCZOS, type Kernel } from './kernels';

/** One output pixel is a weighted sum of the input pixels `from` (inclusive) to `to` (exclusive). */
export interface TapRange {
  readonly from: number;
  readonly to: number;
}

/** The weighted sums that turn a row of `inputSize` pixels into one of `outputSize` pixels. */
export interface AxisTaps {
  readonly inputSize: number;
  readonly outputSize: number;
  /** First input pixel of each output pixel; length `outputSize`. */
  readonly starts: Int32Array;
  /** Number of input pixels of each output pixel; length `outputSize`. */
  readonly counts: Int32Array;
  /** Room for each output pixel in `weights`; the weights of output pixel i start at `i * stride`. */
  readonly stride: number;
  /** The weights of one output pixel sum to 1. */
  readonly weights: Float64Array;
}

/**
 * Which input pixels an output pixel reads. Pixel centres lie at half-integers; when shrinking, the
 * kernel widens with the ratio, so that every input pixel counts; at the borders it is cut off. Where
 * the sizes are equal, each pixel is itself.
 *
 * @param inputSize sizes are in pixels, at least 1
 * @param index output pixel, 0 to `outputSize - 1`
 */
export function tapRange(
  inputSize: number,
  outputSize: number,
  index: number,
  kernel: Kernel = LANCZOS,
): TapRange {
  if (inputSize === outputSize) return { from: index, to: index + 1 };
  const ratio = inputSize / outputSize;
  const support = kernel.support * Math.max(ratio, 1);
  const centre = (index + 0.5) * ratio;
  return {
    from: Math.max(Math.trunc(centre - support + 0.5), 0),
    to: Math.min(Math.trunc(centre + support + 0.5), inputSize),
  };
}

/** Lanczos weights of a whole axis; see `kernelTaps`. */
export function lanczosTaps(inputSize: number, outputSize: number): AxisTaps {
  return kernelTaps(LANCZOS, inputSize, outputSize);
}

/** Weights of a whole axis; the same numbers as Pillow's `Image.resize`. */
export function kernelTaps(kernel: Kernel, inputSize: number, outputSize: number): AxisTaps {
  const ratio = inputSize / outputSize;
  const stretch = Math.max(ratio, 1);
  const stride = Math.ceil(kernel.support * stretch) * 2 + 1;
  const starts = new Int32Array(outputSize);
  const counts = new Int32Array(outputSize);
  const weights = new Float64Array(outputSize * stride);
  for (let index = 0; index < outputSize; index++) {
    const { from, to } = tapRange(inputSize, outputSize, index, kernel);
    const centre = (index + 0.5) * ratio;
    const own = weights.subarray(index * stride, index * stride + to - from);
    let sum = 0;
    for (let tap = 0; tap < own.length; tap++) {
      const weight = kernel.weigh((from + tap - centre + 0.5) / stretch);
      own[tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < own.length; tap++) own[tap]! /= sum;
    starts[index] = from;
    counts[index] = to - from;
  }
  return { inputSize, outputSize, starts, counts, stride, weights };
}
