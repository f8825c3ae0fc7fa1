import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheFolder } from '../../../models/convert/node/file-cache';
import type { Precision } from '../../../models/convert/precision/stored-graph';
import { LATENT_FORMAT_VERSION } from '../../../src/inference/pack/latent-schema';
import { loadDescription } from '../../../src/inference/pack/load-pack';

/** A latent pack with seeded random weights: its pictures are noise, its cost is the real one. */
export interface RandomPack {
  readonly precision: Precision;
  /** All widths are divided by this; 1 is the size of Stable Diffusion 2.1 base. */
  readonly narrow: number;
}

/**
 * Folder of such a pack, which is made at the first call: 1 to 2.5 GB and some minutes at full size.
 * It is kept where downloads are kept (`ONESTEP_CACHE`), outside the repository.
 */
export async function openRandomPack({ precision, narrow }: RandomPack): Promise<string> {
  const size = narrow === 1 ? 'full-size' : `narrow-${narrow}`;
  const cache = join(defaultCacheFolder(), 'bench');
  const folder = join(cache, `${size}-${precision}-v${LATENT_FORMAT_VERSION}`);
  if (await isUsable(folder)) return folder;
  const needs = narrow === 1 ? ' (needs 8 GB meanwhile, takes minutes)' : '';
  console.error(`A pack with random weights is made in ${folder}${needs}.`);
  const checkpoint = join(cache, 'checkpoint');
  // A run that was stopped may have left it.
  await rm(checkpoint, { recursive: true, force: true });
  try {
    run(['scripts/make-fullsize.mjs', checkpoint, '--narrow', String(narrow)]);
    run([
      ...['bin/onestep.mjs', 'convert', '--base', checkpoint],
      ...['--adapter', join(checkpoint, 'osediff.pkl')],
      ...['--precision', precision, '--out', folder, '--force', '--quiet'],
    ]);
  } finally {
    await rm(checkpoint, { recursive: true, force: true });
  }
  return folder;
}

/** One that an older version of Onestep has made is made again. */
async function isUsable(folder: string): Promise<boolean> {
  const path = join(folder, 'pack.json');
  if (!existsSync(path)) return false;
  try {
    loadDescription(await readFile(path));
    return true;
  } catch {
    return false;
  }
}

function run(words: readonly string[]): void {
  const { status } = spawnSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}.`);
}
