import { OnestepError } from '../../shared/errors';
import { sha256Hex } from './digest';
import type { PackFile } from './latent-schema';
import type { PackSource } from './source';

/**
 * Reads a file of a pack and holds it to its description.
 *
 * @throws OnestepError `pack-missing` (path), `pack-checksum` (file)
 */
export async function readPackFile(
  source: PackSource,
  { file, bytes: length, sha256 }: PackFile,
): Promise<Uint8Array> {
  const bytes = await source.read(file);
  if (bytes.length !== length || (await sha256Hex(bytes)) !== sha256) {
    throw new OnestepError('pack-checksum', { file });
  }
  return bytes;
}
