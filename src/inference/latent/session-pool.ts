import type { GraphSession } from '../runtime/graph-session';
import { isOutOfMemory } from '../runtime/out-of-memory';

interface OpenSession {
  readonly key: string;
  readonly variant: string;
  readonly bytes: number;
  readonly session: GraphSession;
}

/**
 * Networks that are kept while they fit into memory together; the one that was used longest ago
 * goes first. Not for use by two jobs at once.
 */
export class SessionPool {
  readonly #budgetBytes: number;
  /** The one used last is at the end. */
  #open: OpenSession[] = [];

  /** @param budgetBytes most that the files of open networks may have together; one always may */
  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /**
   * @param variant how the network is opened; only one variant of each is open at a time
   * @param bytes size of the network's files
   * @param create opens the network when it is not open; may be called twice, the second time after
   * all others have been released
   */
  async use(
    key: string,
    variant: string,
    bytes: number,
    create: () => Promise<GraphSession>,
  ): Promise<GraphSession> {
    const found = this.#open.find((open) => open.key === key);
    if (found !== undefined) {
      this.#open = this.#open.filter((open) => open !== found);
      if (found.variant === variant) {
        this.#open.push(found);
        return found.session;
      }
      await found.session.release();
    }
    while (this.#open.length > 0 && this.#openBytes() + bytes > this.#budgetBytes) {
      await this.#open.shift()!.session.release();
    }
    const session = await create().catch(async (thrown: unknown) => {
      if (!isOutOfMemory(thrown) || !(await this.releaseOthers(key))) throw thrown;
      return create();
    });
    this.#open.push({ key, variant, bytes, session });
    return session;
  }

  /** Frees every network but one. @returns false when there was none to free */
  async releaseOthers(key: string): Promise<boolean> {
    const others = this.#open.filter((open) => open.key !== key);
    this.#open = this.#open.filter((open) => open.key === key);
    for (const { session } of others) await session.release();
    return others.length > 0;
  }

  async release(): Promise<void> {
    const open = this.#open;
    this.#open = [];
    for (const { session } of open) await session.release();
  }

  #openBytes(): number {
    return this.#open.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
