/** Bytes that can be read anywhere: a file, a Blob, an address that answers range requests. */
export interface RandomAccessSource {
  /** For messages; a path or an address. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`, in memory that belongs to the caller: it may be changed.
   *
   * @throws OnestepError `checkpoint-truncated` when the source ends before, `cancelled`
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A folder in the layout of diffusers, wherever it is. */
export interface SourceFolder {
  readonly name: string;
  /** Null when there is no such file. `path` uses forward slashes and stays inside the folder. */
  open(path: string): Promise<RandomAccessSource | null>;
}
