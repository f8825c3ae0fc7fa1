/** Work between two turns of the editor; far below the 50 ms that a user would notice. */
const STRETCH_MS = 12;

/** The time, in milliseconds of any clock that does not run backwards. */
export type Clock = () => number;

/**
 * Keeps long work from freezing the editor, which shares the sandbox's thread. Stretches are measured
 * in time rather than in layers, because one layer can cost a hundred times what another costs.
 */
export class Breather {
  readonly #now: Clock;
  #startedAt: number;

  constructor(now: Clock = Date.now) {
    this.#now = now;
    this.#startedAt = now();
  }

  get isDue(): boolean {
    return this.#now() - this.#startedAt >= STRETCH_MS;
  }

  /** Resolves after the editor has had a turn. */
  async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    this.#startedAt = this.#now();
  }
}
