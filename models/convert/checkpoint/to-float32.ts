/**
 * Little-endian elements to float32. Typed arrays have the order of the machine, and every machine
 * that runs a browser or Node with these models is little-endian.
 */
import type { DType } from './tensor';

export const DTYPE_BYTES: Readonly<Record<DType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

export function isDType(name: unknown): name is DType {
  return typeof name === 'string' && Object.hasOwn(DTYPE_BYTES, name);
}

/**
 * Integers above 2^24 and float64 are rounded to the nearest float32.
 *
 * @param bytes whole elements; may become the memory of the result, so the caller gives them away
 */
export function toFloat32(bytes: Uint8Array, dtype: DType): Float32Array {
  const size = DTYPE_BYTES[dtype];
  const count = bytes.length / size;
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, count);
    case 'F16':
      return halvesToFloat32(new Uint16Array(buffer, byteOffset, count));
    case 'BF16':
      return upperHalvesToFloat32(new Uint16Array(buffer, byteOffset, count));
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer, byteOffset, count));
    case 'I16':
      return Float32Array.from(new Int16Array(buffer, byteOffset, count));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer, byteOffset, count));
    case 'U8':
      return Float32Array.from(aligned);
    case 'BOOL':
      return Float32Array.from(aligned, (value) => (value === 0 ? 0 : 1));
  }
}

/** bfloat16 is the upper half of a float32. */
function upperHalvesToFloat32(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  return new Float32Array(bits.buffer);
}

let halfBits: Uint32Array | undefined;

/** By table: 900 million elements are converted one by one at full size. */
function halvesToFloat32(halves: Uint16Array): Float32Array {
  halfBits ??= makeHalfTable();
  const table = halfBits;
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = table[halves[i]!]!;
  return new Float32Array(bits.buffer);
}

/** The float32 bits of every IEEE 754 binary16 value, 256 KiB. */
function makeHalfTable(): Uint32Array {
  const bits = new Uint32Array(0x10000);
  const values = new Float32Array(bits.buffer);
  for (let half = 0; half < 0x10000; half++) {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) {
      // Zero and subnormals: exact in float32, and the sign of a zero is kept.
      values[half] = fraction * 2 ** -24;
      bits[half]! |= sign;
    } else if (exponent === 0x1f) {
      bits[half] = sign | 0x7f800000 | (fraction << 13);
    } else {
      bits[half] = sign | ((exponent + 112) << 23) | (fraction << 13);
    }
  }
  return bits;
}
