/** Bits that a weight is stored in. */
export type WeightBits = 4 | 8;

/** Weights that share one scale. */
export const BLOCK_SIZE = 32;

/**
 * Quantises one block so that `code * scale` is close to the weight. Codes run from -2^(bits-1) to
 * 2^(bits-1) - 1 without a zero point: weights are centred on zero. The weight of the largest
 * magnitude is tried at the end of the range on the longer, negative side and, at 4 bits, at the
 * shorter one; the try with the least squared error stays, after its scale is fitted to its codes.
 *
 * @param weights the block; at most `BLOCK_SIZE` numbers
 * @param codes gets the codes of the block
 * @returns the scale, which may be negative; 0 for a block of zeros
 */
export function quantizeBlock(weights: Float32Array, codes: Int8Array, bits: WeightBits): number {
  const peak = signedPeak(weights);
  if (peak === 0) {
    codes.fill(0);
    return 0;
  }
  const low = -(2 ** (bits - 1));
  const attempt = new Int8Array(weights.length);
  let bestScale = 0;
  let bestError = Infinity;
  for (const end of bits === 4 ? ENDS_OF_4_BITS : ENDS_OF_8_BITS) {
    round(weights, peak / end, low, -low - 1, attempt);
    const scale = fitScale(weights, attempt);
    const error = squaredError(weights, attempt, scale);
    if (error < bestError) {
      bestError = error;
      bestScale = scale;
      codes.set(attempt);
    }
  }
  return bestScale;
}

/** Codes that the peak is tried at; beyond the range, the peak itself is cut for the others' sake. */
const ENDS_OF_4_BITS = [-8, -7, 7, -9];
const ENDS_OF_8_BITS = [-127];

function signedPeak(weights: Float32Array): number {
  let peak = 0;
  for (const weight of weights) if (Math.abs(weight) > Math.abs(peak)) peak = weight;
  return peak;
}

function round(
  weights: Float32Array,
  scale: number,
  low: number,
  high: number,
  codes: Int8Array,
): void {
  for (let index = 0; index < weights.length; index++) {
    codes[index] = Math.min(high, Math.max(low, Math.round(weights[index]! / scale)));
  }
}

/** The least squares answer for given codes, as it is stored. */
function fitScale(weights: Float32Array, codes: Int8Array): number {
  let product = 0;
  let square = 0;
  for (let index = 0; index < codes.length; index++) {
    product += weights[index]! * codes[index]!;
    square += codes[index]! ** 2;
  }
  return square === 0 ? 0 : Math.fround(product / square);
}

function squaredError(weights: Float32Array, codes: Int8Array, scale: number): number {
  let sum = 0;
  for (let index = 0; index < codes.length; index++) {
    sum += (weights[index]! - codes[index]! * scale) ** 2;
  }
  return sum;
}
