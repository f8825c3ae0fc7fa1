import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SHARED = process.env['ONESTEP_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');
const BENCH = join(SHARED, 'bench');

/** Pictures and parameters to measure with, which are not part of the repository. */
export interface SharedFile {
  readonly path: string;
  /** In one line; undefined where it is there. */
  readonly missing: string | undefined;
}

/** A folder of ×4 pairs. */
export function sharedPairs(set: string): SharedFile {
  return sharedFile(set);
}

/** What NIQE compares with. */
export function pristineParameters(): SharedFile {
  return sharedFile('niqe_pris_params.npz');
}

function sharedFile(name: string): SharedFile {
  const path = join(BENCH, name);
  const missing = existsSync(path) ? undefined : `no ${path}; set ONESTEP_SHARED`;
  return { path, missing };
}
