import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SHARED = process.env['ONESTEP_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared');

/** Reference data made with the official code; not part of the repository. */
export const GOLDEN = join(SHARED, 'golden');
export const GOLDEN_MISSING = !existsSync(GOLDEN);
/** Goes into the names of tests that are skipped without it. */
export const SKIP_NOTE = GOLDEN_MISSING ? ' (skipped: no golden data; set ONESTEP_SHARED)' : '';
