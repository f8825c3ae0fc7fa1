/** A download on its way: what is there so far, and what it is part of. */
export interface PartialFile {
  /** Null when nothing was begun, or what was written cannot be understood. */
  readState(): Promise<PartialState | null>;
  /** Bytes so far. */
  size(): Promise<number>;
  /** Throws away what is there and remembers what comes now. */
  restart(state: PartialState): Promise<void>;
  /** @throws OnestepError `disk-full`, `output-unwritable` */
  append(bytes: Uint8Array): Promise<void>;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The whole is there and right: from now on it has its name. */
  finish(): Promise<void>;
  discard(): Promise<void>;
  /** Room on the disk in bytes; infinite where that cannot be known. */
  freeBytes(): Promise<number>;
}

export interface PartialState {
  readonly url: string;
  readonly etag: string | null;
  /** In bytes; null when the server does not tell. */
  readonly size: number | null;
  /** The published hash, null when there is none. */
  readonly hash: string | null;
}
