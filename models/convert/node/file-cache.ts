/** Downloads are kept in a folder, so that a second conversion needs no network. */
import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { OnestepError } from '../../../src/shared/errors';
import { checkFreeBytes } from '../download/disk-room';
import { downloadFile, type DownloadOptions, type RemoteFile } from '../download/download-file';
import type { HasherFactory } from '../download/published-hash';
import type { RandomAccessSource } from '../sources/random-access-source';
import { openFileSource } from './file-source';
import { freeBytesAt, NodePartialFile, readDownloadRecord } from './partial-file';

/** OpenSSL's hashes are several times faster than portable ones. */
const nodeHasher: HasherFactory = (algorithm) => {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
};

/** `ONESTEP_CACHE`, or where this system keeps what can be fetched again. */
export function defaultCacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const chosen = environment['ONESTEP_CACHE'];
  if (chosen) return chosen;
  const base =
    environment['XDG_CACHE_HOME'] || environment['LOCALAPPDATA'] || join(homedir(), '.cache');
  return join(base, 'onestep');
}

export type FileCacheOptions = Omit<DownloadOptions, 'makeHasher'>;

export class FileCache {
  readonly #folder: string;
  readonly #options: FileCacheOptions;
  readonly #running = new Map<string, Promise<void>>();

  constructor(folder: string, options: FileCacheOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * The file, downloaded now unless it is here. A published hash decides whether what is here is still
   * right; without one it is taken as it is.
   *
   * @param path where it is kept, relative to the cache; made of safe names
   * @throws OnestepError what `downloadFile` throws
   */
  async open(remote: RemoteFile, path: string): Promise<RandomAccessSource> {
    const file = join(this.#folder, path);
    const running = this.#running.get(file) ?? this.#fetch(remote, file);
    this.#running.set(file, running);
    try {
      await running;
    } finally {
      this.#running.delete(file);
    }
    return openFileSource(file);
  }

  /**
   * Asks for all the room at once, so that a disk that is too small is known before the first hour.
   *
   * @throws OnestepError `disk-full` (details: needed), `output-unwritable`
   */
  async checkRoom(files: readonly { remote: RemoteFile; path: string }[]): Promise<void> {
    let missing = 0;
    for (const { remote, path } of files) {
      const file = join(this.#folder, path);
      if (await isHere(remote, file)) continue;
      missing += Math.max(0, (remote.size ?? 0) - (await new NodePartialFile(file).size()));
    }
    await mkdir(this.#folder, { recursive: true }).catch((error: unknown) => {
      throw new OnestepError('output-unwritable', { path: this.#folder }, error);
    });
    checkFreeBytes(missing, await freeBytesAt(this.#folder));
  }

  async #fetch(remote: RemoteFile, file: string): Promise<void> {
    if (await isHere(remote, file)) return;
    const partial = new NodePartialFile(file);
    try {
      await downloadFile(remote, partial, { ...this.#options, makeHasher: nodeHasher });
    } finally {
      await partial.close();
    }
  }
}

async function isHere(remote: RemoteFile, file: string): Promise<boolean> {
  const record = await readDownloadRecord(file);
  const size = (await stat(file).catch(() => null))?.size;
  return (
    record !== null &&
    record.url === remote.url &&
    record.hash === (remote.hash?.hex ?? null) &&
    record.size === size
  );
}
