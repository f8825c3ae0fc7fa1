import { OnestepError } from '../../../src/shared/errors';
import { decodeUtf8 } from '../checkpoint/utf8';
import type { RandomAccessSource, SourceFolder } from './random-access-source';

/** Configurations take kilobytes, a vocabulary one megabyte; more is not such a file. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/**
 * A whole small text file of a checkpoint.
 *
 * @throws OnestepError `checkpoint-missing`, `checkpoint-invalid` (too large, not UTF-8), and what
 *   reading throws
 */
export async function readTextFile(folder: SourceFolder, path: string): Promise<string> {
  const source = await openRequired(folder, path);
  if (source.size > MAX_TEXT_BYTES) {
    throw new OnestepError('checkpoint-invalid', { file: path }, `${source.size} bytes of text`);
  }
  return decodeUtf8(await source.read(0, source.size), path);
}

/**
 * @returns what the file says, not yet validated
 * @throws OnestepError as `readTextFile`, and `checkpoint-invalid` when it is not JSON
 */
export async function readJsonFile(folder: SourceFolder, path: string): Promise<unknown> {
  const text = await readTextFile(folder, path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OnestepError('checkpoint-invalid', { file: path }, error);
  }
}

/** @throws OnestepError `checkpoint-missing` (details: file) */
export async function openRequired(
  folder: SourceFolder,
  path: string,
): Promise<RandomAccessSource> {
  const source = await folder.open(path);
  if (source === null) throw new OnestepError('checkpoint-missing', { file: path });
  return source;
}
