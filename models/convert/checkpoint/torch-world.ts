/** What the pickle of a torch archive may name, and its storages. Everything else is refused. */
import { OnestepError } from '../../../src/shared/errors';
import { TorchOpaque, type TorchValue } from './pickle/pickle-value';
import { PickleGlobal, type PickleWorld } from './pickle/unpickler';
import type { DType } from './tensor';
import { DTYPE_BYTES } from './to-float32';
import { TorchTensor, viewOfStorage, type StorageContent } from './torch-tensor';
import type { ZipEntry } from './zip-directory';

const STORAGE_DTYPES: Readonly<Record<string, DType>> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};
/** Names come from the file and go into a message. */
const MAX_SHOWN_NAME = 120;

/** @param findStorage the entry of a storage by its key, for example `12` */
export function torchWorld(
  findStorage: (key: string) => ZipEntry | undefined,
  file: string,
): PickleWorld {
  const functions: Readonly<Record<string, () => PickleGlobal>> = {
    'collections.OrderedDict': () => new Builder('OrderedDict', (args) => orderedDict(args, file)),
    'torch.Size': () => new Builder('Size', (args) => size(args, file)),
    'torch._utils._rebuild_tensor_v2': () => new Builder('tensor', (args) => tensor(args, file)),
    'torch._utils._rebuild_parameter': () =>
      new Builder('parameter', (args) => parameter(args, file)),
  };
  return {
    global(module, name) {
      const full = `${module}.${name}`;
      if (module === 'torch' && Object.hasOwn(STORAGE_DTYPES, name)) {
        return new StorageClass(STORAGE_DTYPES[name]!, file);
      }
      if (Object.hasOwn(functions, full)) return functions[full]!();
      const shown = full.replace(/[^ -~]/g, '?').slice(0, MAX_SHOWN_NAME);
      throw new OnestepError('checkpoint-refused', { file, global: shown });
    },
    persistent: (id) => openStorage(id, findStorage, file),
  };
}

class Builder extends PickleGlobal {
  readonly description: string;
  readonly call: (args: readonly TorchValue[]) => TorchValue;

  constructor(description: string, call: (args: readonly TorchValue[]) => TorchValue) {
    super();
    this.description = description;
    this.call = call;
  }
}

/** Names the element type of a storage; it is never called. */
class StorageClass extends PickleGlobal {
  readonly description = 'storage class';
  readonly dtype: DType;
  readonly #file: string;

  constructor(dtype: DType, file: string) {
    super();
    this.dtype = dtype;
    this.#file = file;
  }

  call(): never {
    throw invalid(this.#file, 'a storage inside the pickle');
  }
}

class Storage extends TorchOpaque implements StorageContent {
  readonly description = 'storage';
  readonly entry: ZipEntry;
  readonly dtype: DType;
  readonly count: number;

  constructor({ entry, dtype, count }: StorageContent) {
    super();
    this.entry = entry;
    this.dtype = dtype;
    this.count = count;
  }
}

/** `('storage', class, key, device, count)`; where the tensor lived when it was saved is no matter. */
function openStorage(
  id: TorchValue,
  findStorage: (key: string) => ZipEntry | undefined,
  file: string,
): Storage {
  const [kind, type, key, , count] = Array.isArray(id) ? (id as TorchValue[]) : [];
  if (kind !== 'storage' || !(type instanceof StorageClass) || typeof key !== 'string') {
    throw invalid(file, 'a persistent id that is no storage');
  }
  const entry = findStorage(key);
  if (entry === undefined) throw invalid(file, `no storage ${key}`);
  if (typeof count !== 'number' || count * DTYPE_BYTES[type.dtype] !== entry.size) {
    throw invalid(file, `storage ${key} of another size`);
  }
  return new Storage({ entry, dtype: type.dtype, count });
}

/** `(storage, offset, shape, strides, requires_grad, hooks, …)` */
function tensor(args: readonly TorchValue[], file: string): TorchTensor {
  const [storage, offset, shape, strides] = args;
  if (!(storage instanceof Storage) || !Array.isArray(shape) || !Array.isArray(strides)) {
    throw invalid(file, 'a tensor without storage, shape or strides');
  }
  return viewOfStorage(storage, { offset, shape, strides }, file);
}

/** `(tensor, requires_grad, hooks)` */
function parameter([data]: readonly TorchValue[], file: string): TorchTensor {
  if (!(data instanceof TorchTensor)) throw invalid(file, 'a parameter that is no tensor');
  return data;
}

/** Its items come later, one by one. */
function orderedDict(args: readonly TorchValue[], file: string): TorchValue {
  if (args.length > 0) throw invalid(file, 'an OrderedDict of an old form');
  return new Map();
}

function size([sides]: readonly TorchValue[], file: string): TorchValue {
  if (!Array.isArray(sides)) throw invalid(file, 'a Size that is no tuple');
  return sides as readonly TorchValue[];
}

function invalid(file: string, cause: string): OnestepError {
  return new OnestepError('checkpoint-invalid', { file }, cause);
}
