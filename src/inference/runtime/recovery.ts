import { isDeviceLost } from './device-lost';

/**
 * Gives one picture its lost device back. That is done once: a picture on which a device is lost
 * again is not for this place.
 */
export class Recovery {
  readonly #reopen: () => Promise<void>;
  #isSpent = false;

  /** @param reopen gets another device, and opens and tests the networks on it */
  constructor(reopen: () => Promise<void>) {
    this.#reopen = reopen;
  }

  /**
   * @param lost the failure of what was running; it can be run again afterwards
   * @throws `lost` the second time, and what opening throws
   */
  async from(lost: unknown): Promise<void> {
    if (this.#isSpent) throw lost;
    this.#isSpent = true;
    await this.#reopen();
  }

  /** Does work that cannot be cut smaller, and does it again where the device was lost meanwhile. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (!isDeviceLost(thrown)) throw thrown;
      await this.from(thrown);
      return work();
    }
  }
}
