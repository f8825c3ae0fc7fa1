/** A folder that the user picked, seen as a pack. */
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
