import { OnestepError } from '../../shared/errors';
import { sha256Hex, sha256HexOfFile } from './digest';
import type { PackFile } from './latent-schema';
import type { FileOnDisk, PackDisk, PackSource } from './source';

/**
 * Reads a file of a pack and holds it to its description.
 *
 * @throws OnestepError `pack-missing` (path), `pack-checksum` (file)
 */
export async function readPackFile(source: PackSource, listed: PackFile): Promise<Uint8Array> {
  const bytes = await source.read(listed.file);
  if (bytes.length !== listed.bytes) throw damaged(listed);
  if (!source.isChecked && (await sha256Hex(bytes)) !== listed.sha256) throw damaged(listed);
  return bytes;
}

/** As `readPackFile`, for a file that is to stay on its disk. */
export async function openPackFile(
  { isChecked, disk }: PackSource & { readonly disk: PackDisk },
  listed: PackFile,
): Promise<FileOnDisk> {
  const file = await disk.open(listed.file);
  if (file.size !== listed.bytes) throw damaged(listed);
  if (!isChecked && (await digestOf(file, listed)) !== listed.sha256) throw damaged(listed);
  return file;
}

async function digestOf(file: FileOnDisk, { file: path }: PackFile): Promise<string> {
  try {
    return await sha256HexOfFile(file);
  } catch (thrown) {
    throw new OnestepError('pack-missing', { path }, thrown);
  }
}

function damaged({ file }: PackFile): OnestepError {
  return new OnestepError('pack-checksum', { file });
}
