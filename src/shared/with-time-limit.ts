import type { OnestepError } from './errors';

// Every realm has these; their types differ, and those of no realm belong here.
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/**
 * Waits for `promise`, but not for ever.
 *
 * @throws what `lateError` makes when `promise` has not settled after `limitMs`
 */
export async function withTimeLimit<T>(
  promise: Promise<T>,
  limitMs: number,
  lateError: () => OnestepError,
): Promise<T> {
  let timer: unknown;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lateError()), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
