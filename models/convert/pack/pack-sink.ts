/** Where a pack is written: a folder, OPFS, memory. */
export interface PackSink {
  /** Writes a whole file; a later call with the same path replaces it. `path` has forward slashes. */
  write(path: string, bytes: Uint8Array): Promise<void>;
}
