/** Where the files of a pack come from: a folder, a page, a network. */
export interface PackSource {
  /**
   * @param path as in pack.json: relative to the pack, `/` between folders, `isPackPath` is true
   * @throws OnestepError `pack-missing` (details: path) when there is no such file
   */
  read(path: string): Promise<Uint8Array>;
}

const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const MAX_PATH_LENGTH = 200;

/** True for paths that stay inside a pack on every system: no `..`, no drive, no leading slash. */
export function isPackPath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && PATH.test(path);
}
