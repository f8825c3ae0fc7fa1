import type { StorageKind } from '../page-api';

/** Files of this origin that outlive the page, each under a name; whole or not there at all. */
export interface BlobStore {
  readonly kind: Exclude<StorageKind, 'http'>;
  /** Null when there is none of this name, or the browser has lost it. */
  get(name: string): Promise<Blob | null>;
  /**
   * @param name letters, digits, `.` and `-`
   * @throws OnestepError `weights-storage-full` (details: needed, in bytes)
   */
  put(name: string, file: Blob): Promise<void>;
  remove(name: string): Promise<void>;
  entries(): Promise<readonly StoredFile[]>;
}

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}
