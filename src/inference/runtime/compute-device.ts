/** What networks compute on, where that can go away beneath them: a GPU. */
export interface ComputeDevice {
  /** True once it is gone, with every network on it. */
  readonly isLost: boolean;
  /**
   * Gets another one in its place, on which all networks have to be created anew. Those of the old
   * one should have been released.
   *
   * @throws OnestepError `engine-unavailable`
   */
  reopen(): Promise<void>;
  /**
   * Does work of networks, and fails where the device has failed: a GPU reports most failures beside
   * the work that they spoil, which may go on with wrong numbers.
   *
   * @throws OnestepError `engine-device-lost`, `engine-memory`, `engine-crashed`, and what the work
   * throws
   */
  watch<T>(work: () => Promise<T>): Promise<T>;
}
