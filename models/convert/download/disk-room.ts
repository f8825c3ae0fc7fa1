import { OnestepError } from '../../../src/shared/errors';

/** Left on the disk for everybody else. */
const MARGIN_BYTES = 64 * 1024 * 1024;

/**
 * @param missing bytes that are still to be written; nothing is asked for 0
 * @throws OnestepError `disk-full` (details: needed)
 */
export function checkFreeBytes(missing: number, free: number): void {
  const needed = missing + MARGIN_BYTES;
  if (missing === 0 || needed <= free) return;
  throw new OnestepError('disk-full', { needed: `${Math.ceil(needed / 1e6)} MB` });
}
