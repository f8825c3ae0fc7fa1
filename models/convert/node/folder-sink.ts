import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OnestepError } from '../../../src/shared/errors';
import type { PackSink } from '../pack/pack-sink';
import { writeWhole } from './write-whole';

const GIBIBYTE = 2 ** 30;

/** A pack that is written into a folder; each file appears under its name only when it is whole. */
export interface FolderSink extends PackSink {
  /** Files written so far, as their paths in the pack. */
  readonly written: ReadonlySet<string>;
  /** @throws OnestepError `disk-full` (details: needed) when `bytes` would not fit */
  checkRoom(bytes: number): Promise<void>;
  /** Removes what this sink has written, and the folders that are empty then. */
  discard(): Promise<void>;
  /** Removes the file that is being written, if any; synchronous, so that it works at exit. */
  discardTemporary(): void;
}

/** The folder is created with its first file. */
export function createFolderSink(folder: string): FolderSink {
  const written = new Set<string>();
  const folders = new Set<string>();
  let temporary: string | null = null;

  const discardTemporary = (): void => {
    if (temporary !== null) rmSync(temporary, { force: true });
    temporary = null;
  };
  return {
    written,
    discardTemporary,
    async checkRoom(bytes) {
      const room = await freeBytes(folder);
      if (room !== null && room < bytes) {
        throw new OnestepError('disk-full', { needed: `${(bytes / GIBIBYTE).toFixed(1)} GiB` });
      }
    },
    async write(path, bytes) {
      const target = join(folder, path);
      try {
        const created = await mkdir(dirname(target), { recursive: true });
        if (created !== undefined) folders.add(dirname(target));
        temporary = join(dirname(target), `.onestep-${randomUUID()}.tmp`);
        await writeWhole(temporary, bytes);
        await rename(temporary, target);
        temporary = null;
        written.add(path);
      } catch (thrown) {
        throw writeError(thrown, target, bytes.length);
      } finally {
        discardTemporary();
      }
    },
    async discard() {
      for (const path of written) await rm(join(folder, path), { force: true });
      written.clear();
      for (const empty of [...folders].sort((a, b) => b.length - a.length)) {
        // Fails, as it should, where somebody put something of their own meanwhile.
        await rmdir(empty).catch(() => undefined);
      }
    },
  };
}

function writeError(thrown: unknown, path: string, bytes: number): OnestepError {
  const isFull = ['ENOSPC', 'EDQUOT'].includes((thrown as NodeJS.ErrnoException).code ?? '');
  return isFull
    ? new OnestepError('disk-full', { needed: `${Math.ceil(bytes / 2 ** 20)} MiB` }, thrown)
    : new OnestepError('output-unwritable', { path }, thrown);
}

/** Of the file system that the nearest existing folder lies on; null where it cannot be told. */
async function freeBytes(folder: string): Promise<number | null> {
  for (let nearest = folder; ; nearest = dirname(nearest)) {
    const facts = await statfs(nearest).catch(() => null);
    if (facts !== null) return facts.bavail * facts.bsize;
    if (dirname(nearest) === nearest) return null;
  }
}
