/**
 * The safetensors format: 8 bytes length of the header (little-endian), the header as JSON
 * (`name -> { dtype, shape, data_offsets: [begin, end] }`, offsets from the end of the header), then
 * the elements without gaps. https://github.com/huggingface/safetensors
 */
import { OnestepError } from '../../../src/shared/errors';
import type { RandomAccessSource } from '../sources/random-access-source';
import { elementCount } from './element-count';
import type { CheckpointTensor, DType, TensorMap } from './tensor';
import { DTYPE_BYTES, isDType, toFloat32 } from './to-float32';
import { decodeUtf8 } from './utf8';

const LENGTH_BYTES = 8;
/** Full-size networks need 200 KB; the limit keeps a lying length from filling the memory. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;
/** PyTorch's own limit is 64. */
const MAX_DIMENSIONS = 64;
const METADATA = '__metadata__';

interface Placed {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In bytes from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads the header and checks it whole; elements are read per tensor, later.
 *
 * @throws OnestepError `checkpoint-invalid`, `checkpoint-truncated` (details: file),
 *   `checkpoint-unsupported` (details: reason) for an element type that is not known
 */
export async function openSafetensors(source: RandomAccessSource): Promise<TensorMap> {
  const headerBytes = await readHeaderLength(source);
  const header = parseHeader(await source.read(LENGTH_BYTES, headerBytes), source.name);
  const dataStart = LENGTH_BYTES + headerBytes;
  const placed = header
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => place(name, entry, source.name));
  checkLayout(placed, source.size - dataStart, source.name);
  return new Map(placed.map((entry) => [entry.name, tensorOf(entry, source, dataStart)]));
}

async function readHeaderLength(source: RandomAccessSource): Promise<number> {
  const bytes = await source.read(0, LENGTH_BYTES);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) throw invalid(source.name, `a header of ${length} bytes`);
  return Number(length);
}

function parseHeader(bytes: Uint8Array, file: string): [string, unknown][] {
  const text = decodeUtf8(bytes, file);
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new OnestepError('checkpoint-invalid', { file }, error);
  }
  if (!isRecord(header)) throw invalid(file, 'the header is not an object');
  return Object.entries(header);
}

function place(name: string, entry: unknown, file: string): Placed {
  if (!isRecord(entry)) throw invalid(file, `no description of ${name}`);
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = entry as Record<'dtype' | 'shape' | 'data_offsets', unknown>;
  if (!isDType(dtype)) {
    if (typeof dtype !== 'string') throw invalid(file, `no type of ${name}`);
    const reason = `${name} has elements of type ${dtype.slice(0, 20)}`;
    throw new OnestepError('checkpoint-unsupported', { file, reason });
  }
  if (!Array.isArray(shape) || shape.length > MAX_DIMENSIONS)
    throw invalid(file, `shape of ${name}`);
  const count = elementCount(shape);
  const bytes = count === null ? NaN : count * DTYPE_BYTES[dtype];
  if (!Number.isSafeInteger(bytes)) throw invalid(file, `shape of ${name}`);
  const [begin, end] = Array.isArray(offsets) && offsets.length === 2 ? (offsets as unknown[]) : [];
  if (!isOffset(begin) || !isOffset(end) || end - begin !== bytes) {
    throw invalid(file, `offsets of ${name}`);
  }
  return { name, dtype, shape: shape as number[], begin, end };
}

/**
 * The format allows no gaps and no overlaps. That also finds a name that appears twice: of the first
 * one only its gap is left.
 */
function checkLayout(placed: readonly Placed[], dataBytes: number, file: string): void {
  const ordered = [...placed].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of ordered) {
    if (entry.begin < end) throw invalid(file, `${entry.name} overlaps another tensor`);
    if (entry.begin > end) throw invalid(file, `unused bytes before ${entry.name}`);
    end = entry.end;
  }
  if (end > dataBytes) {
    const cause = `${end} bytes of elements, ${dataBytes} in the file`;
    throw new OnestepError('checkpoint-truncated', { file }, cause);
  }
  if (end < dataBytes) throw invalid(file, `${dataBytes - end} unused bytes at the end`);
}

function tensorOf(entry: Placed, source: RandomAccessSource, dataStart: number): CheckpointTensor {
  const { name, dtype, shape, begin, end } = entry;
  return {
    name,
    dtype,
    shape,
    readFloat32: async () => toFloat32(await source.read(dataStart + begin, end - begin), dtype),
  };
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, cause: string): OnestepError {
  return new OnestepError('checkpoint-invalid', { file }, cause);
}
