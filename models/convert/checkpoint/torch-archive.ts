/**
 * What `torch.save` writes since PyTorch 1.6: a zip archive with stored entries `<name>/data.pkl`
 * (the pickle), `<name>/data/<key>` (a storage each) and `<name>/byteorder`.
 */
import { OnestepError } from '../../../src/shared/errors';
import type { RandomAccessSource } from '../sources/random-access-source';
import type { TorchValue } from './pickle/pickle-value';
import { unpickle } from './pickle/unpickler';
import { torchWorld } from './torch-world';
import { decodeUtf8 } from './utf8';
import { readZipDirectory, type ZipEntry } from './zip-directory';

/** SD 2.1's largest part takes 300 KB. */
const MAX_PICKLE_BYTES = 16 * 1024 * 1024;
const PICKLE_ENTRY = /^([^/]+)\/data\.pkl$/;
const ZIP_START = [0x50, 0x4b] as const;
/** The opcode that starts every pickle from protocol 2 on. */
const PICKLE_START = 0x80;

/**
 * Reads the structure; the elements of tensors are read when they are asked for. Nothing in the file
 * is executed.
 *
 * @throws OnestepError `checkpoint-refused` (details: file, global) when the file names anything but
 *   tensors and plain data, `checkpoint-unsupported`, `checkpoint-invalid`, `checkpoint-truncated`
 */
export async function openTorchArchive(source: RandomAccessSource): Promise<TorchValue> {
  const start = await source.read(0, Math.min(source.size, ZIP_START.length));
  if (start[0] !== ZIP_START[0] || start[1] !== ZIP_START[1]) return refuseOtherFile(source);

  const entries = await readZipDirectory(source);
  const { name, pickle } = findPickle(entries, source.name);
  await checkByteOrder(entries.get(`${name}/byteorder`), source.name);
  if (pickle.size > MAX_PICKLE_BYTES) throw invalid(source, `${pickle.size} bytes of pickle`);
  const bytes = await pickle.read(0, pickle.size);
  const world = torchWorld((key) => entries.get(`${name}/data/${key}`), source.name);
  return unpickle(bytes, world, source.name);
}

function findPickle(
  entries: ReadonlyMap<string, ZipEntry>,
  file: string,
): { name: string; pickle: ZipEntry } {
  const found = [...entries.values()].flatMap((pickle) => {
    const name = PICKLE_ENTRY.exec(pickle.name)?.[1];
    return name === undefined ? [] : [{ name, pickle }];
  });
  if (found.length !== 1) {
    throw new OnestepError('checkpoint-invalid', { file }, `${found.length} entries data.pkl`);
  }
  return found[0]!;
}

/** Archives from before PyTorch 2.1 do not say; they come from little-endian machines. */
async function checkByteOrder(entry: ZipEntry | undefined, file: string): Promise<void> {
  if (entry === undefined) return;
  const order = decodeUtf8(await entry.read(0, Math.min(entry.size, 16)), file).trim();
  if (order !== 'little') {
    throw new OnestepError('checkpoint-unsupported', {
      file,
      reason: 'it was saved on a big-endian machine',
    });
  }
}

/**
 * Not an archive. A bare pickle (the format before 1.6, or something made to look like a checkpoint)
 * is run through far enough to name what it wants to call.
 */
async function refuseOtherFile(source: RandomAccessSource): Promise<never> {
  const bytes = await source.read(0, Math.min(source.size, MAX_PICKLE_BYTES));
  try {
    unpickle(
      bytes,
      torchWorld(() => undefined, source.name),
      source.name,
    );
  } catch (error) {
    if (error instanceof OnestepError && error.code === 'checkpoint-refused') throw error;
    if (bytes[0] !== PICKLE_START) throw invalid(source, 'not a zip archive');
  }
  throw new OnestepError('checkpoint-unsupported', {
    file: source.name,
    reason: 'it is a bare pickle, not the zip archive that PyTorch writes since version 1.6',
  });
}

function invalid(source: RandomAccessSource, cause: string): OnestepError {
  return new OnestepError('checkpoint-invalid', { file: source.name }, cause);
}
