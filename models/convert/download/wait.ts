import { throwIfCancelled, type CancelSignal } from '../../../src/shared/cancel';
import { CutConnection } from './retry';

// Every realm that runs the converter has it; the library set of this one names none.
declare const setTimeout: (callback: () => void, delayMs: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

/** How soon a raised signal is noticed; it cannot be listened to. */
const POLL_MS = 100;

/** @throws OnestepError `cancelled` */
export async function sleep(durationMs: number, signal?: CancelSignal): Promise<void> {
  for (let leftMs = durationMs; leftMs > 0; leftMs -= POLL_MS) {
    throwIfCancelled(signal);
    await new Promise<void>((resolve) => setTimeout(resolve, Math.min(leftMs, POLL_MS)));
  }
  throwIfCancelled(signal);
}

/**
 * Waits for what may never come.
 *
 * @throws OnestepError `cancelled`, `CutConnection` after `stallMs`, and what `work` throws
 */
export function orCancelled<T>(
  work: Promise<T>,
  stallMs: number,
  signal: CancelSignal | undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let leftMs = stallMs;
    let timer: unknown;
    const poll = (): void => {
      leftMs -= POLL_MS;
      try {
        throwIfCancelled(signal);
        if (leftMs <= 0) throw new CutConnection(`nothing came for ${stallMs} ms`);
        timer = setTimeout(poll, POLL_MS);
      } catch (error) {
        reject(error as Error);
      }
    };
    timer = setTimeout(poll, POLL_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
