import { OnestepError } from './errors';
import type { AbortSource } from './rpc-client';

/**
 * Stops waiting when the signal is raised; the work itself goes on for whoever else needs it.
 *
 * @throws OnestepError `cancelled`
 */
export async function orCancelled<T>(
  promise: Promise<T>,
  signal: AbortSource | undefined,
): Promise<T> {
  if (signal === undefined) return promise;
  if (signal.aborted) throw new OnestepError('cancelled');
  let onAbort: () => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    onAbort = () => reject(new OnestepError('cancelled'));
  });
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
