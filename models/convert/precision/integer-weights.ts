/** Weights as integers with a scale a block, in the two layouts that onnxruntime's kernels read. */
import { BLOCK_SIZE, quantizeBlock, type WeightBits } from './quantize-block';

/** Codes and scales of one tensor. */
export interface IntegerWeights {
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
}

export const blocksAlong = (length: number): number => Math.ceil(length / BLOCK_SIZE);

/**
 * For DequantizeLinear with blocks along the input channels: codes signed, in the order of the
 * weights; scales (out, blocks, kernel height · kernel width).
 *
 * @param weights (out, in, inner), row-major
 */
export function quantizeConv(
  weights: Float32Array,
  [outputs, inputs, inner]: readonly [number, number, number],
  bits: WeightBits,
): IntegerWeights {
  const blocks = blocksAlong(inputs);
  const signed = new Int8Array(weights.length);
  const scales = new Float32Array(outputs * blocks * inner);
  const scratch = new Scratch();
  for (let output = 0; output < outputs; output++) {
    for (let block = 0; block < blocks; block++) {
      const first = block * BLOCK_SIZE;
      const size = Math.min(BLOCK_SIZE, inputs - first);
      for (let place = 0; place < inner; place++) {
        const start = (output * inputs + first) * inner + place;
        const codes = scratch.gather(weights, start, inner, size);
        scales[(output * blocks + block) * inner + place] = scratch.quantize(size, bits);
        for (let index = 0; index < size; index++) signed[start + index * inner] = codes[index]!;
      }
    }
  }
  return { codes: bits === 8 ? new Uint8Array(signed.buffer) : packSigned(signed), scales };
}

/**
 * For MatMulNBits: codes (out, blocks, block bytes), shifted to be unsigned around the kernel's
 * default zero point 2^(bits-1), the rest of the last block at zero; scales (out, blocks).
 *
 * @param weights (in, out), row-major, as the second factor of a product
 */
export function quantizeLinear(
  weights: Float32Array,
  [inputs, outputs]: readonly [number, number],
  bits: WeightBits,
): IntegerWeights {
  const blocks = blocksAlong(inputs);
  const zero = 2 ** (bits - 1);
  const unsigned = new Uint8Array(outputs * blocks * BLOCK_SIZE).fill(zero);
  const scales = new Float32Array(outputs * blocks);
  const scratch = new Scratch();
  for (let output = 0; output < outputs; output++) {
    for (let block = 0; block < blocks; block++) {
      const first = block * BLOCK_SIZE;
      const size = Math.min(BLOCK_SIZE, inputs - first);
      const codes = scratch.gather(weights, first * outputs + output, outputs, size);
      scales[output * blocks + block] = scratch.quantize(size, bits);
      const target = (output * blocks + block) * BLOCK_SIZE;
      for (let index = 0; index < size; index++) unsigned[target + index] = codes[index]! + zero;
    }
  }
  return { codes: bits === 8 ? unsigned : packUnsigned(unsigned), scales };
}

/** One block, contiguous. */
class Scratch {
  readonly #weights = new Float32Array(BLOCK_SIZE);
  readonly #codes = new Int8Array(BLOCK_SIZE);

  /** Takes `size` weights, `step` apart; the codes are filled by `quantize`. */
  gather(weights: Float32Array, start: number, step: number, size: number): Int8Array {
    for (let index = 0; index < size; index++)
      this.#weights[index] = weights[start + index * step]!;
    return this.#codes;
  }

  quantize(size: number, bits: WeightBits): number {
    return quantizeBlock(this.#weights.subarray(0, size), this.#codes.subarray(0, size), bits);
  }
}

function packSigned(codes: Int8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(codes.length / 2));
  for (let index = 0; index < codes.length; index++) {
    packed[index >> 1]! |= (codes[index]! & 15) << ((index & 1) * 4);
  }
  return packed;
}

function packUnsigned(codes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(codes.length / 2);
  for (let index = 0; index < packed.length; index++) {
    packed[index] = codes[2 * index]! | (codes[2 * index + 1]! << 4);
  }
  return packed;
}
