import { OnestepError } from '../../../src/shared/errors';
import type { RandomAccessSource } from './random-access-source';
import { checkRange } from './source-range';

/** The part of `Blob` that is needed; a `File` that somebody chose fits it. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A source over a Blob; only the slices that are asked for are brought into memory. */
export function blobSource(blob: BlobLike, name: string): RandomAccessSource {
  const { size } = blob;
  return {
    name,
    size,
    async read(offset, length) {
      checkRange({ name, size }, offset, length);
      let bytes: Uint8Array;
      try {
        bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (error) {
        // A file that changed on disk after it was chosen can no longer be read.
        throw new OnestepError('input-unreadable', { path: name }, error);
      }
      if (bytes.length !== length) throw new OnestepError('checkpoint-truncated', { file: name });
      return bytes;
    },
  };
}
