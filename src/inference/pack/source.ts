/** Where the files of a pack come from: a folder, a page, a network. */
export interface PackSource {
  /**
   * @param path as in pack.json: relative to the pack, `/` between folders, `isPackPath` is true
   * @throws OnestepError `pack-missing` (details: path) when there is no such file, and what fetching
   * it throws where that is done
   */
  read(path: string): Promise<Uint8Array>;
  /** Whoever gives the files has held them to their checksums. False by default. */
  readonly isChecked?: boolean;
  /** Where the pack is a folder of this machine, so that its files need not be read as a whole. */
  readonly folder?: PackFolder;
  /** Where the runtime reads what it needs from a browser's files, which stay on the disk. */
  readonly disk?: PackDisk;
}

/** Files that a runtime can open by itself. Throws as `PackSource.read`. */
export interface PackFolder {
  /** Absolute path of a file. */
  locate(path: string): Promise<string>;
  /** Size, and SHA-256 in lower-case hex; read in pieces. */
  digest(path: string): Promise<{ readonly bytes: number; readonly sha256: string }>;
}

/** Files of a browser. Throws as `PackSource.read`. */
export interface PackDisk {
  open(path: string): Promise<FileOnDisk>;
}

/**
 * A file of a browser, read where and when it is needed; what is used of its `Blob`. One that is
 * changed or deleted afterwards cannot be read any more, so what was checked is what is read.
 */
export interface FileOnDisk {
  readonly size: number;
  slice(start: number, end: number): FileOnDisk;
  arrayBuffer(): Promise<ArrayBuffer>;
}

const PATH = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const MAX_PATH_LENGTH = 200;

/** True for paths that stay inside a pack on every system: no `..`, no drive, no leading slash. */
export function isPackPath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && PATH.test(path);
}
