import type { Initializer } from '../onnx/graph-spec';
import { toHalf } from './half';
import type { ClampReport, StoredInitializer } from './stored-graph';

/** Up to this size a tensor costs less in the ONNX file than its reference to a shard would. */
const MAX_INLINE_BYTES = 256;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** As it is: float32, or int64 for shapes and indices. */
export function storeExactly(initializer: Initializer): StoredInitializer {
  const { name, shape, type, role } = initializer;
  const byteLength = elementCount(shape) * (type === 'int64' ? 8 : 4);
  return {
    name,
    shape,
    type,
    byteLength,
    inline: type === 'int64' || (role === 'constant' && byteLength <= MAX_INLINE_BYTES),
    store: async () => littleEndian(await initializer.load()),
  };
}

/** Floats in half precision; integers as they are. */
export function storeHalf(initializer: Initializer, report: ClampReport): StoredInitializer {
  if (initializer.type === 'int64') return storeExactly(initializer);
  const { name, shape, role } = initializer;
  const byteLength = elementCount(shape) * 2;
  return {
    name,
    shape,
    type: 'float16',
    byteLength,
    inline: role === 'constant' && byteLength <= MAX_INLINE_BYTES,
    async store() {
      const { bits, clamped } = toHalf(await loadFloats(initializer));
      if (clamped > 0) report(name, clamped);
      return littleEndian(bits);
    },
  };
}

/** @throws TypeError for an integer tensor, which is a mistake of the caller */
export async function loadFloats(initializer: Initializer): Promise<Float32Array> {
  const values = await initializer.load();
  if (!(values instanceof Float32Array)) throw new TypeError(`${initializer.name} has no floats`);
  return values;
}

/** The bytes of an array, without a copy. All machines that run this are little-endian. */
export function littleEndian(values: {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
