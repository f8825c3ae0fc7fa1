import type { ImageHeader, Orientation } from '../header';
import type { ByteReader } from './byte-reader';
import { readExifOrientation } from './exif';
import { malformed } from './malformed';

export const JPEG_SIGNATURE = '\xff\xd8\xff';

const EXIF_PREFIX = 'Exif\0\0';
const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;

/** Markers C0 to CF start a frame, except these three: Huffman tables, reserved, arithmetic tables. */
const NOT_A_FRAME: readonly number[] = [0xc4, 0xc8, 0xcc];

/** Reserved for extensions, hierarchical pictures. */
const UNKNOWN: readonly number[] = [0xc8, 0xde, 0xdf];

/**
 * Walks the segments and the coded data of every scan up to the end marker of the first picture.
 * Segments are skipped by their length, so a thumbnail inside EXIF data is never taken for the
 * picture's end; what follows the end (more pictures of an MPF file, videos of phones) is ignored.
 *
 * @throws OnestepError `image-truncated`, `image-undecodable`
 */
export function probeJpeg(file: ByteReader): ImageHeader {
  let size: { width: number; height: number } | undefined;
  let orientation: Orientation | undefined;
  let hasScan = false;

  let offset = 2;
  for (;;) {
    offset = nextMarker(file, offset);
    const marker = file.uint8(offset - 1);
    if (marker === EOI) break;
    if (marker === TEM || (marker >= RST0 && marker <= RST7)) continue;
    if (isUnknown(marker)) throw malformed(`JPEG marker ${marker.toString(16)}`);

    const length = file.uint16(offset);
    if (length < 2) throw malformed(`JPEG segment of ${length} bytes`);
    file.require(offset, length);
    if (marker === SOS) {
      hasScan = true;
    } else if (isFrameStart(marker)) {
      size ??= readSize(file.slice(offset, length));
    } else if (marker === APP1 && file.hasText(offset + 2, EXIF_PREFIX)) {
      const tiff = 2 + EXIF_PREFIX.length;
      if (length > tiff) {
        orientation ??= readExifOrientation(file.slice(offset + tiff, length - tiff));
      }
    }
    offset += length;
  }
  if (size === undefined || !hasScan) throw malformed('JPEG without a picture');
  return { format: 'jpeg', ...size, orientation: orientation ?? 1, animated: false };
}

/**
 * The offset just after the next marker at or after `offset`. Skips coded data (where `FF 00` is an
 * escaped `FF`), restart markers being met one by one, fill bytes, and stray bytes between segments.
 */
function nextMarker(file: ByteReader, offset: number): number {
  for (;;) {
    const prefix = file.indexOf(0xff, offset);
    // Reading past the end reports the file as cut.
    const code = file.uint8(prefix === -1 ? file.length : prefix + 1);
    if (code !== 0x00 && code !== 0xff) return prefix + 2;
    offset = code === 0xff ? prefix + 1 : prefix + 2;
  }
}

/** Markers at which decoders give up: reserved ones, and a second start. */
function isUnknown(marker: number): boolean {
  return (
    marker < 0xc0 || marker === SOI || UNKNOWN.includes(marker) || (marker >= 0xf0 && marker < 0xfe)
  );
}

function isFrameStart(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NOT_A_FRAME.includes(marker);
}

/** @param segment a frame header from its length on: length, precision, height, width, … */
function readSize(segment: ByteReader): { width: number; height: number } {
  if (segment.length < 8) throw malformed('JPEG frame header too short');
  const height = segment.uint16(3);
  const width = segment.uint16(5);
  // A height of 0 means that it follows the first scan; no browser decodes such files.
  if (width === 0 || height === 0) throw malformed(`JPEG of ${width} x ${height} pixels`);
  return { width, height };
}
