import { OnestepError } from '../../../shared/errors';
import type { ImageHeader } from '../header';
import type { ByteReader } from './byte-reader';
import { countGifPixels } from './gif-data';
import { malformed } from './malformed';

export const GIF_SIGNATURE = 'GIF8';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const HAS_COLOUR_TABLE = 0x80;

/**
 * Walks the blocks until the second picture, which makes the file an animation, or its end. The
 * first picture must be whole; a missing trailer after it is common and harmless.
 *
 * @throws OnestepError `image-truncated`, `image-undecodable`
 */
export function probeGif(file: ByteReader): ImageHeader {
  let width = file.uint16(6, true);
  let height = file.uint16(8, true);
  let offset = 13 + colourTableBytes(file.uint8(10));
  file.require(0, 13);
  let pictures = 0;
  while (pictures < 2) {
    // After a whole picture the file may end anywhere.
    if (pictures === 1 && offset >= file.length) break;
    const block = file.uint8(offset);
    if (block === EXTENSION) {
      if (pictures === 1 && offset + 2 >= file.length) break;
      offset = skipSubBlocks(file, offset + 2);
    } else if (block === IMAGE) {
      pictures++;
      if (pictures === 2) break;
      const descriptor = offset + 1;
      const left = file.uint16(descriptor, true);
      const top = file.uint16(descriptor + 2, true);
      const columns = file.uint16(descriptor + 4, true);
      const rows = file.uint16(descriptor + 6, true);
      // A picture larger than the screen it is declared for enlarges that, in every decoder.
      width = Math.max(width, left + columns);
      height = Math.max(height, top + rows);
      const data = descriptor + 9 + colourTableBytes(file.uint8(descriptor + 8));
      offset = skipSubBlocks(file, data + 1);
      if (countGifPixels(file, data, columns * rows) < columns * rows) {
        throw new OnestepError('image-truncated', {}, 'GIF with fewer pixels than its size');
      }
    } else {
      if (pictures === 0) {
        throw malformed(block === TRAILER ? 'GIF without a picture' : `GIF block ${block}`);
      }
      break;
    }
  }
  if (width === 0 || height === 0) throw malformed(`GIF of ${width} x ${height} pixels`);
  return { format: 'gif', width, height, orientation: 1, animated: pictures > 1 };
}

function colourTableBytes(flags: number): number {
  return flags & HAS_COLOUR_TABLE ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** The offset after a chain of length-prefixed blocks and the empty block that ends it. */
function skipSubBlocks(file: ByteReader, offset: number): number {
  for (;;) {
    const size = file.uint8(offset);
    offset += size + 1;
    if (size === 0) return offset;
  }
}
