/**
 * The files of a zip archive, for reading at random. zip.js reads the directory (zip64 and damaged
 * ones included); its own decompression is not used, because torch stores its entries as they are and
 * anything compressed is refused: what is not unpacked cannot be a bomb.
 */
import { ZipReader, type Reader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { OnestepError } from '../../../src/shared/errors';
import type { RandomAccessSource } from '../sources/random-access-source';

/** A checkpoint has an entry per tensor: about 700 in the largest part of SD 2.1. */
const MAX_ENTRIES = 65_536;
/** Room for that many entries; zip.js reads the directory at once. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const STORED = 0;

export interface ZipEntry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /**
   * Bytes of the entry.
   *
   * @throws OnestepError `checkpoint-invalid` for a compressed or misplaced entry,
   *   `checkpoint-truncated`
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * @throws OnestepError `checkpoint-truncated` when the end of the archive is missing,
 *   `checkpoint-invalid` for other damage, names that appear twice, or too many entries
 */
export async function readZipDirectory(
  source: RandomAccessSource,
): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  const zip = new ZipReader(directoryReader(source));
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      const { filename: name, offset, compressedSize, uncompressedSize: size } = entry;
      if (entries.has(name)) throw invalid(source, `two entries of the name ${name}`);
      if (entries.size === MAX_ENTRIES) throw invalid(source, 'too many entries');
      const plain =
        entry.compressionMethod === STORED && !entry.encrypted && size === compressedSize;
      entries.set(name, zipEntry(source, { name, size, offset, plain }));
    }
  } catch (error) {
    throw error instanceof OnestepError ? error : damaged(source, error);
  }
  return entries;
}

function zipEntry(
  source: RandomAccessSource,
  entry: { name: string; size: number; offset: number; plain: boolean },
): ZipEntry {
  const { name, size } = entry;
  let start: Promise<number> | undefined;
  return {
    name,
    size,
    async read(offset, length) {
      if (!entry.plain) throw invalid(source, `${name} is compressed or encrypted`);
      if (offset < 0 || length < 0 || offset + length > size) {
        throw invalid(source, `range ${offset}+${length} of ${name}`);
      }
      start ??= findData(source, entry.offset, name);
      return source.read((await start) + offset, length);
    },
  };
}

/** The local header repeats the name and has an extra field of its own, torch's padding. */
async function findData(source: RandomAccessSource, offset: number, name: string): Promise<number> {
  const bytes = await source.read(offset, LOCAL_HEADER_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (view.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE) {
    throw invalid(source, `no entry ${name} where the directory says`);
  }
  return offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

/** The members of zip.js's `Reader` that reading a directory takes; its class is not in the small build. */
function directoryReader(source: RandomAccessSource): Reader<unknown> {
  const { size } = source;
  const reader: Pick<Reader<unknown>, 'size' | 'readUint8Array'> = {
    size,
    async readUint8Array(index, length) {
      const end = Math.min(size, index + length);
      if (end - index > MAX_DIRECTORY_BYTES) throw invalid(source, 'a directory too large');
      return index >= end ? new Uint8Array(0) : source.read(index, end - index);
    },
  };
  return reader as Reader<unknown>;
}

/** The directory is at the end of an archive; an archive without is one that was cut off. */
function damaged(source: RandomAccessSource, error: unknown): OnestepError {
  const cut = error instanceof Error && error.message.startsWith('End of central directory');
  const code = cut ? 'checkpoint-truncated' : 'checkpoint-invalid';
  return new OnestepError(code, { file: source.name }, error);
}

function invalid(source: RandomAccessSource, cause: string): OnestepError {
  return new OnestepError('checkpoint-invalid', { file: source.name }, cause);
}
