import { access, constants, lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** What a path leads to, after links. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  /** Equal for two paths exactly when they lead to the same file, by whatever names or links. */
  readonly identity: string;
}

/** What planning needs to see of a file system; it changes nothing. */
export interface FileSystemView {
  /**
   * Null when nothing is there, also for a link that leads nowhere.
   *
   * @throws Error of Node when the path may not be looked at
   */
  facts(path: string): Promise<FileFacts | null>;
  /** True when the name is in use, also by a link that leads nowhere. */
  isTaken(path: string): Promise<boolean>;
  /** The absolute path with the links of its existing part followed. */
  realPath(path: string): Promise<string>;
  /** True when files can be made in the folder, as far as its permissions tell. */
  isWritable(folder: string): Promise<boolean>;
  /** The first bytes of a file, fewer when it is shorter. */
  readHead(path: string, bytes: number): Promise<Uint8Array>;
}

export const diskView: FileSystemView = {
  async facts(path) {
    // Inode numbers of some file systems exceed what a double holds exactly, hence bigint.
    const found = await orNull(stat(path, { bigint: true }));
    if (found === null) return null;
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    // A file system without inode numbers says 0 for all; there the path has to do.
    const identity = found.ino === 0n ? await realpath(path) : `${found.dev}:${found.ino}`;
    return { kind, identity };
  },

  async isTaken(path) {
    return (await orNull(lstat(path))) !== null;
  },

  async realPath(path) {
    const absolute = resolve(path);
    const found = await orNull(realpath(absolute));
    if (found !== null || dirname(absolute) === absolute) return found ?? absolute;
    return join(await diskView.realPath(dirname(absolute)), basename(absolute));
  },

  async isWritable(folder) {
    try {
      await access(folder, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },

  async readHead(path, bytes) {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
};

/** Codes of Node for "nothing is there": no such name, a file where a folder was named, a link loop. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ELOOP'];

async function orNull<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if (ABSENT.includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
