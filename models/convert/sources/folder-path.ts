import { OnestepError } from '../../../src/shared/errors';

const PART = /^[^\\/:*?"<>|\0]+$/;

/**
 * Names of files come out of checkpoints (a shard index) too, so that a path must not leave its folder.
 *
 * @throws OnestepError `checkpoint-invalid` for a path with `..`, a drive, a leading or doubled slash
 */
export function checkFolderPath(path: string): void {
  const inside = path.split('/').every((part) => PART.test(part) && part !== '.' && part !== '..');
  if (!inside) {
    throw new OnestepError('checkpoint-invalid', { file: path }, 'a path that leaves its folder');
  }
}
