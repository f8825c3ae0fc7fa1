import { afterAwake } from './after-awake';
import type { OnestepError } from './errors';

/**
 * Waits for `promise`, but not for ever.
 *
 * @param limitMs of time in which this realm was awake
 * @throws what `lateError` makes when `promise` has not settled by then
 */
export async function withTimeLimit<T>(
  promise: Promise<T>,
  limitMs: number,
  lateError: () => OnestepError,
): Promise<T> {
  let stop = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    stop = afterAwake(limitMs, () => reject(lateError()));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    stop();
  }
}
