import type { ImageHeader, Orientation } from '../header';
import type { ByteReader } from './byte-reader';
import { readExifOrientation } from './exif';
import { malformed } from './malformed';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** Length, type and checksum around the data of a chunk. */
const CHUNK_OVERHEAD = 12;
const MAX_UINT31 = 0x7fffffff;

/** Bit depths that the standard allows, by colour type. */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Walks the chunks up to `IEND`; what follows it is ignored, as decoders do.
 *
 * @throws OnestepError `image-truncated`, `image-undecodable`
 */
export function probePng(file: ByteReader): ImageHeader {
  const size = readSize(file);
  let orientation: Orientation | undefined;
  let animated = false;
  let hasImageData = false;

  let offset = PNG_SIGNATURE.length;
  for (;;) {
    const length = file.uint32(offset);
    const data = offset + 8;
    file.require(offset, CHUNK_OVERHEAD);
    if (length > MAX_UINT31) throw malformed('PNG chunk length above 2^31 - 1');
    file.require(offset, length + CHUNK_OVERHEAD);

    if (file.hasText(offset + 4, 'IEND')) break;
    if (file.hasText(offset + 4, 'IDAT')) {
      hasImageData = true;
    } else if (file.hasText(offset + 4, 'acTL') && !hasImageData && length >= 8) {
      // An animation control chunk counts only before the image data; one frame is a still picture.
      animated = file.uint32(data) > 1;
    } else if (file.hasText(offset + 4, 'eXIf') && !hasImageData) {
      orientation ??= readExifOrientation(file.slice(data, length));
    }
    offset += length + CHUNK_OVERHEAD;
  }
  if (!hasImageData) throw malformed('PNG without image data');
  return { format: 'png', ...size, orientation: orientation ?? 1, animated };
}

function readSize(file: ByteReader): { width: number; height: number } {
  const header = PNG_SIGNATURE.length;
  const length = file.uint32(header);
  file.require(header, 8);
  if (length !== 13 || !file.hasText(header + 4, 'IHDR')) {
    throw malformed('PNG does not start with a header chunk');
  }
  const data = header + 8;
  file.require(data, length);
  const width = file.uint32(data);
  const height = file.uint32(data + 4);
  if (width === 0 || height === 0 || width > MAX_UINT31 || height > MAX_UINT31) {
    throw malformed(`PNG of ${width} x ${height} pixels`);
  }
  const bitDepth = file.uint8(data + 8);
  const colourType = file.uint8(data + 9);
  if (!BIT_DEPTHS[colourType]?.includes(bitDepth)) {
    throw malformed(`PNG with colour type ${colourType} and ${bitDepth} bit`);
  }
  const compression = file.uint8(data + 10);
  const filter = file.uint8(data + 11);
  const interlace = file.uint8(data + 12);
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw malformed('PNG with an unknown compression, filter or interlace method');
  }
  return { width, height };
}
