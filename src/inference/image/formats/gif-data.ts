import type { ByteReader } from './byte-reader';
import { malformed } from './malformed';

const MAX_CODES = 4096;
const MAX_CODE_BITS = 12;

/**
 * Counts the pixels that a GIF picture's compressed data (LZW) holds, without unpacking them: the
 * blocks of a cut picture can be in perfect order, and not every decoder notices what is missing.
 *
 * @param offset of the byte with the code size, before the data blocks
 * @param enough stops counting there
 * @throws OnestepError `image-undecodable` for codes that mean nothing, `image-truncated`
 */
export function countGifPixels(file: ByteReader, offset: number, enough: number): number {
  const codeSize = file.uint8(offset);
  if (codeSize < 1 || codeSize >= MAX_CODE_BITS)
    throw malformed(`GIF with codes of ${codeSize} bit`);
  const clear = 1 << codeSize;
  const end = clear + 1;
  /** How many pixels each code stands for. */
  const lengths = new Uint16Array(MAX_CODES).fill(1, 0, clear);

  let next = end + 1;
  let bits = codeSize + 1;
  let previous = -1;
  let pixels = 0;
  for (const code of readCodes(file, offset + 1, () => bits)) {
    if (code === end) break;
    if (code === clear) {
      next = end + 1;
      bits = codeSize + 1;
      previous = -1;
      continue;
    }
    if (code > next || (previous === -1 && code >= clear)) throw malformed('GIF with a wrong code');
    if (previous !== -1 && next < MAX_CODES) {
      lengths[next++] = lengths[previous]! + 1;
      if (next === 1 << bits && bits < MAX_CODE_BITS) bits++;
    }
    pixels += lengths[code]!;
    if (pixels >= enough) break;
    previous = code;
  }
  return pixels;
}

/** The codes in a chain of data blocks, lowest bit first; `bits` is asked before each. */
function* readCodes(file: ByteReader, offset: number, bits: () => number): Generator<number> {
  let pending = 0;
  let available = 0;
  for (let size = file.uint8(offset); size !== 0; size = file.uint8(offset)) {
    for (let i = offset + 1; i <= offset + size; i++) {
      pending |= file.uint8(i) << available;
      available += 8;
      for (let wanted = bits(); available >= wanted; wanted = bits()) {
        yield pending & ((1 << wanted) - 1);
        pending >>>= wanted;
        available -= wanted;
      }
    }
    offset += size + 1;
  }
}
