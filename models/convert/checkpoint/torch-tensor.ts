/** Tensors of a torch archive: a storage (an entry of the archive) seen through offset and strides. */
import { OnestepError } from '../../../src/shared/errors';
import { elementCount } from './element-count';
import type { CheckpointTensor, DType } from './tensor';
import { DTYPE_BYTES, toFloat32 } from './to-float32';
import type { ZipEntry } from './zip-directory';

/** Has no name of its own; the dict that holds it knows one. */
export class TorchTensor implements Omit<CheckpointTensor, 'name'> {
  readonly #place: TensorPlace;

  constructor(place: TensorPlace) {
    this.#place = place;
  }

  get dtype(): DType {
    return this.#place.dtype;
  }

  get shape(): readonly number[] {
    return this.#place.shape;
  }

  async readFloat32(): Promise<Float32Array> {
    const { entry, dtype, offset, span, shape, strides, contiguous } = this.#place;
    const size = DTYPE_BYTES[dtype];
    const elements = toFloat32(await entry.read(offset * size, span * size), dtype);
    return contiguous ? elements : gather(elements, shape, strides);
  }

  named(name: string): CheckpointTensor {
    return {
      name,
      dtype: this.dtype,
      shape: this.shape,
      readFloat32: () => this.readFloat32(),
    };
  }
}

/** Offset, span and strides in elements; `span` covers every element from `offset` on. */
interface TensorPlace {
  readonly entry: ZipEntry;
  readonly dtype: DType;
  readonly offset: number;
  readonly span: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly contiguous: boolean;
}

export interface StorageContent {
  readonly entry: ZipEntry;
  readonly dtype: DType;
  /** In elements. */
  readonly count: number;
}

/**
 * @throws OnestepError `checkpoint-invalid` when the view is not inside the storage, or shows its
 *   elements more than once (which would let a small file fill the memory)
 */
export function viewOfStorage(
  storage: StorageContent,
  view: { offset: unknown; shape: readonly unknown[]; strides: readonly unknown[] },
  file: string,
): TorchTensor {
  const { offset, shape, strides } = view;
  const count = elementCount(shape);
  if (!isIndex(offset) || count === null || shape.length !== strides.length) {
    throw new OnestepError('checkpoint-invalid', { file }, 'a tensor without a proper shape');
  }
  if (!strides.every(isIndex)) {
    throw new OnestepError('checkpoint-invalid', { file }, 'a tensor without proper strides');
  }
  const sides = shape as number[];
  const last = sides.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, 0);
  const span = count === 0 ? 0 : last + 1;
  if (!(offset + span <= storage.count)) {
    throw new OnestepError('checkpoint-invalid', { file }, 'a tensor outside its storage');
  }
  if (count > span) {
    throw new OnestepError('checkpoint-invalid', { file }, 'a tensor that repeats its elements');
  }
  const { entry, dtype } = storage;
  const contiguous = count === span && isRowMajor(sides, strides);
  return new TorchTensor({ entry, dtype, offset, span, shape: sides, strides, contiguous });
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    // The stride of a side of 1 is never used and may be anything.
    if (shape[axis] !== 1 && strides[axis] !== expected) return shape.includes(0);
    expected *= shape[axis]!;
  }
  return true;
}

/** Row-major copy of a view with other strides, for example a transposed one. */
function gather(
  elements: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
): Float32Array {
  const result = new Float32Array(shape.reduce((count, side) => count * side, 1));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = elements[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
