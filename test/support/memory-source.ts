import type { RandomAccessSource } from '../../models/convert/sources/random-access-source';
import { checkRange } from '../../models/convert/sources/source-range';

/** A source over bytes that are in memory already. */
export function memorySource(bytes: Uint8Array, name: string): RandomAccessSource {
  const { length: size } = bytes;
  return {
    name,
    size,
    async read(offset, length) {
      checkRange({ name, size }, offset, length);
      return bytes.slice(offset, offset + length);
    },
  };
}
