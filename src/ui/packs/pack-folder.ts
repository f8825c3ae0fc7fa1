/** A folder that the user picked, seen as a pack. */
import { OnestepError } from '../../shared/errors';
import type { PackFiles } from '../engine/engine-place';

/** Title of the pack inside the plugin; its own pack.json says the same once the engine runs. */
export const EMBEDDED_PACK_TITLE = 'Onestep Compact';
export const DESCRIPTION_FILE = 'pack.json';

export interface PackFolder {
  /** As the user sees it on the disk. */
  readonly name: string;
  readonly files: PackFiles;
}

/**
 * @param picked what a folder picker gives: every file below the folder, each with a path that
 * begins with the folder's own name
 * @returns null when nothing was picked
 */
export function toPackFolder(picked: Iterable<File>): PackFolder | null {
  const files = [...picked];
  const [first] = files;
  if (first === undefined) return null;
  const [name = ''] = first.webkitRelativePath.split('/');
  const inPack = ({ webkitRelativePath }: File): string =>
    webkitRelativePath.slice(name.length + 1);
  return { name, files: Object.fromEntries(files.map((file) => [inPack(file), file])) };
}

/** Shards and what goes with them; a folder with more is somebody’s pictures, or a whole disk. */
const MAX_FILES = 10_000;

/**
 * What can be said of a folder before anything in it is read.
 *
 * @throws OnestepError `pack-missing` (path), `pack-too-many-files` (files)
 */
export function checkPackFolder(files: PackFiles): void {
  if (!Object.hasOwn(files, DESCRIPTION_FILE)) {
    throw new OnestepError('pack-missing', { path: DESCRIPTION_FILE });
  }
  const count = Object.keys(files).length;
  if (count > MAX_FILES) throw new OnestepError('pack-too-many-files', { files: count });
}
