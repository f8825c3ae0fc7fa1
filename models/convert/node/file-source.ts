import { open, stat } from 'node:fs/promises';
import { OnestepError } from '../../../src/shared/errors';
import type { RandomAccessSource } from '../sources/random-access-source';
import { checkRange } from '../sources/source-range';

/** What `fs` answers for a path that is not there. */
const MISSING = new Set(['ENOENT', 'ENOTDIR']);

/**
 * A source over a file. The file is opened for each read (a tensor each, so the cost is nothing), so
 * that a source needs no closing.
 *
 * @throws OnestepError `input-missing`, `input-is-folder`, `input-unreadable` (details: path)
 */
export async function openFileSource(path: string): Promise<RandomAccessSource> {
  const source = await openFileSourceIfThere(path);
  if (source === null) throw new OnestepError('input-missing', { path });
  return source;
}

/** As `openFileSource`, but null when there is no such file. */
export async function openFileSourceIfThere(path: string): Promise<RandomAccessSource | null> {
  let size: number;
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw new OnestepError('input-is-folder', { path });
    if (!info.isFile()) throw new OnestepError('input-unreadable', { path }, 'not a plain file');
    size = info.size;
  } catch (error) {
    if (error instanceof OnestepError) throw error;
    if (MISSING.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw new OnestepError('input-unreadable', { path }, error);
  }
  return { name: path, size, read: (offset, length) => readAt(path, size, offset, length) };
}

async function readAt(
  path: string,
  size: number,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  checkRange({ name: path, size }, offset, length);
  const bytes = new Uint8Array(length);
  try {
    const file = await open(path, 'r');
    try {
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) throw new OnestepError('checkpoint-truncated', { file: path });
        done += bytesRead;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof OnestepError) throw error;
    throw new OnestepError('input-unreadable', { path }, error);
  }
  return bytes;
}
