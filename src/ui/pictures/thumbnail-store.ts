import type { DisplayUrl } from './display-url';

/**
 * Small pictures for the list: read one at a time, shrunk at once, and only the small one is kept.
 * The encoded originals are never held longer than the shrinking takes.
 */
export interface ThumbnailStore {
  /** What is there already, without asking for it. */
  peek(imageHash: string): string | undefined;
  /**
   * @returns the address of the small picture, or null when it cannot be shown or `signal` was raised
   * before its turn came.
   */
  request(imageHash: string, signal: AbortSignal): Promise<string | null>;
}

/** About 10 kB each; enough for what anyone scrolls back to. */
const KEPT = 200;

/** @param make reads a picture and shrinks it; rejects when the picture cannot be shown. */
export function createThumbnailStore(
  make: (imageHash: string) => Promise<DisplayUrl>,
  kept = KEPT,
): ThumbnailStore {
  // A map remembers the order of insertion: the first key is the one used longest ago.
  const shown = new Map<string, DisplayUrl>();
  let queue: Promise<unknown> = Promise.resolve();

  const peek = (imageHash: string): string | undefined => {
    const known = shown.get(imageHash);
    if (known === undefined) return undefined;
    shown.delete(imageHash);
    shown.set(imageHash, known);
    return known.url;
  };

  const keep = (imageHash: string, made: DisplayUrl): void => {
    shown.set(imageHash, made);
    for (const [oldHash, old] of shown) {
      if (shown.size <= kept) break;
      shown.delete(oldHash);
      old.release();
    }
  };

  const takeTurn = async (imageHash: string, signal: AbortSignal): Promise<string | null> => {
    const ready = peek(imageHash);
    if (ready !== undefined) return ready;
    if (signal.aborted) return null;
    try {
      const made = await make(imageHash);
      keep(imageHash, made);
      return made.url;
    } catch {
      // A row without a picture is complete; why the file cannot be read is said when it is enhanced.
      return null;
    }
  };

  return {
    peek,
    request: (imageHash, signal) => {
      const turn = queue.then(() => takeTurn(imageHash, signal));
      queue = turn;
      return turn;
    },
  };
}
