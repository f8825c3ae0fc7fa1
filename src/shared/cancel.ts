import { OnestepError } from './errors';

/**
 * The part of `AbortSignal` that long work needs. Figma's sandbox has no `AbortSignal`, so shared code
 * asks for this only; a real `AbortSignal` fits it.
 */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** A signal that its owner can raise, for realms without `AbortController`. */
export class CancelToken implements CancelSignal {
  #aborted = false;

  get aborted(): boolean {
    return this.#aborted;
  }

  cancel(): void {
    this.#aborted = true;
  }
}

/** @throws OnestepError `cancelled` when the signal is raised. */
export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw new OnestepError('cancelled');
}
