import type { Orientation } from '../header';
import type { ByteReader } from './byte-reader';

const ORIENTATION_TAG = 0x0112;
const TYPE_SHORT = 3;
const TIFF_MAGIC = 42;
const ENTRY_BYTES = 12;

/**
 * The orientation in an EXIF block (a TIFF structure, without the `Exif\0\0` before it). Metadata
 * never makes a picture unusable: a block that is damaged or says nothing means upright, and an
 * entry that is no orientation is passed over, as in Chromium.
 */
export function readExifOrientation(tiff: ByteReader): Orientation {
  if (tiff.length < 8) return 1;
  const littleEndian = tiff.hasText(0, 'II');
  if (!littleEndian && !tiff.hasText(0, 'MM')) return 1;
  if (tiff.uint16(2, littleEndian) !== TIFF_MAGIC) return 1;

  const directory = tiff.uint32(4, littleEndian);
  if (directory + 2 > tiff.length) return 1;
  const entries = tiff.uint16(directory, littleEndian);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > tiff.length) return 1;
    if (tiff.uint16(entry, littleEndian) !== ORIENTATION_TAG) continue;
    const isOneShort =
      tiff.uint16(entry + 2, littleEndian) === TYPE_SHORT &&
      tiff.uint32(entry + 4, littleEndian) === 1;
    const value = tiff.uint16(entry + 8, littleEndian);
    if (isOneShort && isOrientation(value)) return value;
  }
  return 1;
}

function isOrientation(value: number): value is Orientation {
  return value >= 1 && value <= 8;
}
