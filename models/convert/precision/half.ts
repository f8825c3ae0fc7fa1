/** Largest finite number in half precision. */
const MAX_HALF = 65504;

/** Numbers in half precision, and how many of them did not fit. */
export interface HalfTensor {
  /** IEEE 754 binary16, one a number. */
  readonly bits: Uint16Array;
  /** Numbers beyond ±65504, which were set to it: an infinity would spoil a whole picture. */
  readonly clamped: number;
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** Rounds to the nearest half, ties to even, as PyTorch and numpy do. NaN stays NaN. */
export function toHalf(values: Float32Array): HalfTensor {
  const bits = new Uint16Array(values.length);
  let clamped = 0;
  for (let index = 0; index < values.length; index++) {
    let value = values[index]!;
    if (value > MAX_HALF || value < -MAX_HALF) {
      value = value > 0 ? MAX_HALF : -MAX_HALF;
      clamped++;
    }
    bits[index] = halfBits(value);
  }
  return { bits, clamped };
}

function halfBits(value: number): number {
  float[0] = value;
  const source = word[0]!;
  const sign = (source >>> 16) & 0x8000;
  const exponent = (source >>> 23) & 0xff;
  const mantissa = source & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7e00;
  const halfExponent = exponent - 112;
  if (halfExponent > 0) return sign | roundShift((halfExponent << 23) | mantissa, 13);
  // Subnormal halves: below 2^-25 everything rounds to zero.
  if (halfExponent < -10) return sign;
  return sign | roundShift(mantissa | 0x800000, 14 - halfExponent);
}

/** Drops `shift` bits, rounding to nearest, ties to even; a carry runs into the exponent rightly. */
function roundShift(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return rest > middle || (rest === middle && (kept & 1) === 1) ? kept + 1 : kept;
}
