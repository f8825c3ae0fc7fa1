import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { OnestepError } from '../../shared/errors';
import { isPackPath, type PackSource } from '../pack/source';

/** A pack in a folder. Nothing outside the folder is ever read, not through links either. */
export function createFolderSource(folder: string): PackSource {
  return {
    async read(path) {
      if (!isPackPath(path)) throw new OnestepError('pack-invalid', {}, `path ${path}`);
      const file = join(folder, path);
      const [realFolder, realFile] = await Promise.all([realpath(folder), realpath(file)]).catch(
        (thrown: unknown) => {
          throw new OnestepError('pack-missing', { path: file }, thrown);
        },
      );
      if (!realFile.startsWith(realFolder + sep)) {
        throw new OnestepError('pack-invalid', {}, `${path} leads out of the pack`);
      }
      try {
        return await readFile(realFile);
      } catch (thrown) {
        throw new OnestepError('pack-missing', { path: file }, thrown);
      }
    },
  };
}
