import { blobSource, type BlobLike } from './blob-source';
import { checkFolderPath } from './folder-path';
import type { SourceFolder } from './random-access-source';

/**
 * A folder that somebody chose in a browser.
 *
 * @param files by their path inside the folder, with forward slashes and without the folder's own name
 */
export function blobFolder(files: ReadonlyMap<string, BlobLike>, name: string): SourceFolder {
  return {
    name,
    async open(path) {
      checkFolderPath(path);
      const blob = files.get(path);
      return blob === undefined ? null : blobSource(blob, path);
    },
  };
}
