import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OnestepError } from '../../../src/shared/errors';
import { DESCRIPTION_FILE, OWN_FILE } from '../convert-osediff';
import type { PackSink } from '../pack/pack-sink';
import { createFolderSink } from './folder-sink';

/** Lies in a folder whose conversion has begun and not ended, for whoever finds it there. */
const MARKER = 'UNFINISHED.txt';
const MARKER_TEXT =
  'A conversion by onestep was stopped here. Run the same command again, or delete this folder.\n';
const TEMPORARY = /^(?:weights\/)?\.onestep-[0-9a-f-]+\.tmp$/;

/** The folder that a pack is converted into. Files that no conversion writes are never touched. */
export interface ConvertTarget {
  readonly sink: PackSink;
  /** @throws OnestepError `disk-full` (details: needed) */
  checkRoom(bytes: number): Promise<void>;
  /** After pack.json: removes what an earlier pack or attempt has left. */
  complete(): Promise<void>;
  /** Removes the attempt; a pack that was there before stays if nothing was written yet. */
  abandon(): Promise<void>;
  /** Removes the file that is being written; synchronous, so that it works at exit. */
  discardTemporary(): void;
}

/**
 * @param force whether a pack that is there already may be replaced
 * @throws OnestepError `output-exists` (path) without `force`, `option-invalid` for a folder that
 *   holds other things, `output-unwritable`
 */
export async function openConvertTarget(folder: string, force: boolean): Promise<ConvertTarget> {
  await checkFolder(folder, force);
  const inner = createFolderSink(folder);
  let begun = false;
  const removeOwn = async (keep: ReadonlySet<string>): Promise<void> => {
    for (const path of await ownFiles(folder)) {
      if (!keep.has(path)) await rm(join(folder, path), { force: true });
    }
    // Fails, as it should, where something is left in it.
    await rmdir(join(folder, 'weights')).catch(() => undefined);
  };
  return {
    checkRoom: (bytes) => inner.checkRoom(bytes),
    discardTemporary: () => inner.discardTemporary(),
    sink: {
      async write(path, bytes) {
        if (!begun) {
          begun = true;
          await inner.write(MARKER, new TextEncoder().encode(MARKER_TEXT));
          await rm(join(folder, DESCRIPTION_FILE), { force: true });
        }
        await inner.write(path, bytes);
      },
    },
    async complete() {
      await removeOwn(new Set([...inner.written].filter((path) => path !== MARKER)));
    },
    async abandon() {
      if (!begun) return;
      await removeOwn(new Set());
      await inner.discard();
      await rmdir(folder).catch(() => undefined);
    },
  };
}

async function checkFolder(folder: string, force: boolean): Promise<void> {
  const names = await readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [] as string[];
    throw new OnestepError('output-unwritable', { path: folder }, thrown);
  });
  if (names.length === 0 || names.includes(MARKER)) return;
  if (!(await isPack(folder))) {
    const expected = 'an empty folder, or one that does not exist yet';
    throw new OnestepError('option-invalid', { option: '--out', value: folder, expected });
  }
  if (!force) throw new OnestepError('output-exists', { path: folder });
}

/** Only packs that this command makes, so that no other pack.json is ever removed. */
async function isPack(folder: string): Promise<boolean> {
  try {
    const json: unknown = JSON.parse(await readFile(join(folder, DESCRIPTION_FILE), 'utf8'));
    const { kind, family } = (json ?? {}) as Record<string, unknown>;
    return kind === 'latent' && family === 'osediff';
  } catch {
    return false;
  }
}

async function ownFiles(folder: string): Promise<string[]> {
  const [top, weights] = await Promise.all(
    [folder, join(folder, 'weights')].map((each) => readdir(each).catch(() => [])),
  );
  return [...top!, ...weights!.map((name) => `weights/${name}`)].filter(
    (path) => path === MARKER || OWN_FILE.test(path) || TEMPORARY.test(path),
  );
}
