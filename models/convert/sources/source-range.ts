import { OnestepError } from '../../../src/shared/errors';

/**
 * Every source checks its reads with this, so that a wrong offset in a checkpoint is an answer.
 *
 * @throws OnestepError `checkpoint-invalid` for an offset or length that is no whole number from 0,
 *   `checkpoint-truncated` when the source ends before
 */
export function checkRange(
  source: { readonly name: string; readonly size: number },
  offset: number,
  length: number,
): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!whole || offset < 0 || length < 0) {
    throw new OnestepError(
      'checkpoint-invalid',
      { file: source.name },
      `range ${offset}+${length}`,
    );
  }
  if (offset + length > source.size) {
    throw new OnestepError(
      'checkpoint-truncated',
      { file: source.name },
      `range ${offset}+${length} of ${source.size} bytes`,
    );
  }
}
