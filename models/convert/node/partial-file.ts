import { mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OnestepError } from '../../../src/shared/errors';
import type { PartialFile, PartialState } from '../download/partial-file';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);

/**
 * A download on disk: `<path>.partial` grows beside its description `<path>.partial.json`; when it is
 * complete the description becomes `<path>.download.json` and the file gets its name.
 */
export class NodePartialFile implements PartialFile {
  readonly #path: string;
  readonly #partial: string;
  readonly #statePath: string;
  #state: PartialState | null = null;
  #handle: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#partial = `${path}.partial`;
    this.#statePath = `${path}.partial.json`;
  }

  async readState(): Promise<PartialState | null> {
    this.#state = await readStateFile(this.#statePath);
    return this.#state;
  }

  async size(): Promise<number> {
    return (await stat(this.#partial).catch(() => null))?.size ?? 0;
  }

  async restart(state: PartialState): Promise<void> {
    await this.close();
    await this.#write(async () => {
      await mkdir(dirname(this.#path), { recursive: true });
      // The bytes go before their description: never an old part with a new description.
      await rm(this.#partial, { force: true });
      await writeFile(this.#statePath, JSON.stringify(state));
      await writeFile(this.#partial, '');
    });
    this.#state = state;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#write(async () => {
      this.#handle ??= await open(this.#partial, 'a');
      await this.#handle.appendFile(bytes);
    });
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const file = await open(this.#partial, 'r');
    try {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) {
          throw new OnestepError('output-unwritable', { path: this.#partial }, 'it became shorter');
        }
        done += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }

  async finish(): Promise<void> {
    await this.#write(async () => {
      await this.#handle?.sync();
      await this.close();
      // In this order a crash leaves something unfinished, never another file under the name.
      await rm(this.#path, { force: true });
      const size = await this.size();
      await writeFile(recordPath(this.#path), JSON.stringify({ ...this.#state, size }));
      await rename(this.#partial, this.#path);
      await rm(this.#statePath, { force: true });
    });
  }

  async discard(): Promise<void> {
    await this.close();
    await rm(this.#partial, { force: true });
    await rm(this.#statePath, { force: true });
  }

  freeBytes(): Promise<number> {
    return freeBytesAt(dirname(this.#path));
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  async #write(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (DISK_FULL.has((error as NodeJS.ErrnoException).code ?? '')) {
        throw new OnestepError('disk-full', {}, error);
      }
      throw new OnestepError('output-unwritable', { path: this.#path }, error);
    }
  }
}

/** Infinite where the file system does not tell: then writing will. */
export async function freeBytesAt(folder: string): Promise<number> {
  const system = await statfs(folder).catch(() => null);
  return system === null ? Infinity : system.bavail * system.bsize;
}

/** What was downloaded to `path`; null when that was never completed. */
export function readDownloadRecord(path: string): Promise<PartialState | null> {
  return readStateFile(recordPath(path));
}

function recordPath(path: string): string {
  return `${path}.download.json`;
}

async function readStateFile(path: string): Promise<PartialState | null> {
  try {
    const { url, etag, size, hash } = JSON.parse(await readFile(path, 'utf8')) as Partial<
      Record<keyof PartialState, unknown>
    >;
    const valid =
      typeof url === 'string' &&
      (etag === null || typeof etag === 'string') &&
      (size === null || Number.isSafeInteger(size)) &&
      (hash === null || typeof hash === 'string');
    return valid ? { url, etag, size: size as number | null, hash } : null;
  } catch {
    // Missing or cut off: the download begins again.
    return null;
  }
}
