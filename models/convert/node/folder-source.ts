import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OnestepError } from '../../../src/shared/errors';
import { checkFolderPath } from '../sources/folder-path';
import type { SourceFolder } from '../sources/random-access-source';
import { openFileSourceIfThere } from './file-source';

/**
 * A checkpoint folder on disk.
 *
 * @throws OnestepError `input-missing`, `input-unreadable` (details: path) when it is no folder
 */
export async function openFolderSource(folder: string): Promise<SourceFolder> {
  const info = await stat(folder).catch(() => null);
  if (info === null) throw new OnestepError('input-missing', { path: folder });
  if (!info.isDirectory()) {
    throw new OnestepError('input-unreadable', { path: folder }, 'not a folder');
  }
  return {
    name: folder,
    async open(path) {
      checkFolderPath(path);
      return openFileSourceIfThere(join(folder, path));
    },
  };
}
