import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { loadDescription } from '../../inference/pack/load-pack';
import { bytesOf, filesOf, largestFileBytes, precisionOf } from '../../inference/pack/pack-files';
import type { PackDescription } from '../../inference/pack/schema';
import { OnestepError } from '../../shared/errors';

/** A pack on the disk that may be asked for. */
export interface ServedPack {
  /** Its name in the address. */
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly description: PackDescription;
  /** Paths that may be asked for: what pack.json lists, and itself. */
  readonly files: ReadonlySet<string>;
}

const DESCRIPTION_FILE = 'pack.json';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * Packs in the named folders: each is one itself, or has some in it.
 *
 * @throws OnestepError `input-missing` (file) for a folder without packs, `pack-*`
 */
export async function findPacks(folders: readonly string[]): Promise<readonly ServedPack[]> {
  const found = new Map<string, ServedPack>();
  for (const given of folders) {
    const packs = await packsIn(resolve(given));
    if (packs.length === 0)
      throw new OnestepError('pack-missing', { path: join(given, DESCRIPTION_FILE) });
    for (const pack of packs) found.set(pack.name, pack);
  }
  return [...found.values()];
}

async function packsIn(folder: string): Promise<readonly ServedPack[]> {
  if (await isPack(folder)) return [await readPack(folder)];
  const names = await readdir(folder).catch(() => []);
  const packs: ServedPack[] = [];
  for (const name of names.sort()) {
    const inside = join(folder, name);
    if (NAME.test(name) && (await isPack(inside))) packs.push(await readPack(inside));
  }
  return packs;
}

async function isPack(folder: string): Promise<boolean> {
  const found = await stat(join(folder, DESCRIPTION_FILE)).catch(() => null);
  return found?.isFile() === true;
}

async function readPack(folder: string): Promise<ServedPack> {
  const description = loadDescription(await readFile(join(folder, DESCRIPTION_FILE)));
  const name = NAME.test(basename(folder)) ? basename(folder) : description.name;
  const files = new Set([DESCRIPTION_FILE, ...filesOf(description).map(({ file }) => file)]);
  return { name, folder, description, files };
}

/** `packs/index.json` as the engine page reads it. */
export function packIndex(packs: readonly ServedPack[]): string {
  return JSON.stringify({
    packs: packs.map(({ name, description }) => ({
      folder: name,
      title: description.title,
      kind: description.kind,
      bytes: bytesOf(filesOf(description)),
      name: description.name,
      version: description.version,
      precision: precisionOf(description),
      largestFileBytes: largestFileBytes(description),
    })),
  });
}
