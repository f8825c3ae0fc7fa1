import { OnestepError } from '../../../shared/errors';
import type { ImageHeader } from '../header';
import type { ByteReader } from './byte-reader';
import { malformed } from './malformed';

export const RIFF_SIGNATURE = 'RIFF';
export const WEBP_SIGNATURE = 'WEBP';

const ANIMATION_FLAG = 0x02;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Walks the RIFF chunks; bytes after the length that RIFF declares are ignored. So is the
 * orientation in an EXIF chunk: Chromium (measured in 156) shows such pictures as they are stored.
 *
 * @throws OnestepError `image-truncated`, `image-undecodable`
 */
export function probeWebp(file: ByteReader): ImageHeader {
  const end = 8 + file.uint32(4, true);
  file.require(0, end);

  let canvas: Size | undefined;
  let bitstream: Size | undefined;
  let mayBeAnimated = false;
  let frames = 0;

  for (let offset = 12; offset + 8 <= end;) {
    const length = file.uint32(offset + 4, true);
    const data = offset + 8;
    if (data + length > end) {
      throw new OnestepError('image-truncated', {}, 'WebP chunk longer than its file');
    }
    const chunk = file.slice(data, length);
    if (file.hasText(offset, 'VP8 ')) {
      bitstream ??= readLossySize(chunk);
    } else if (file.hasText(offset, 'VP8L')) {
      bitstream ??= readLosslessSize(chunk);
    } else if (file.hasText(offset, 'VP8X') && canvas === undefined) {
      canvas = readCanvasSize(chunk);
      mayBeAnimated = (chunk.uint8(0) & ANIMATION_FLAG) !== 0;
    } else if (file.hasText(offset, 'ANMF')) {
      frames++;
    }
    // Chunks are padded to even lengths.
    offset = data + length + (length % 2);
  }
  if (bitstream === undefined && !(mayBeAnimated && frames > 0)) {
    throw malformed('WebP without a picture');
  }
  const size = canvas ?? bitstream;
  if (size === undefined) throw malformed('WebP without a size');
  return { format: 'webp', ...size, orientation: 1, animated: mayBeAnimated && frames > 1 };
}

function readLossySize(chunk: ByteReader): Size {
  if (chunk.length < 10 || chunk.uint24LittleEndian(3) !== 0x2a019d) {
    throw malformed('WebP without a VP8 key frame');
  }
  // The upper two bits of each are a hint for scaling.
  return checkedSize(chunk.uint16(6, true) & 0x3fff, chunk.uint16(8, true) & 0x3fff);
}

function readLosslessSize(chunk: ByteReader): Size {
  if (chunk.length < 5 || chunk.uint8(0) !== 0x2f) throw malformed('WebP without a VP8L header');
  const bits = chunk.uint32(1, true);
  return checkedSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}

function readCanvasSize(chunk: ByteReader): Size {
  if (chunk.length < 10) throw malformed('WebP header chunk too short');
  return checkedSize(chunk.uint24LittleEndian(4) + 1, chunk.uint24LittleEndian(7) + 1);
}

function checkedSize(width: number, height: number): Size {
  if (width === 0 || height === 0) throw malformed(`WebP of ${width} x ${height} pixels`);
  return { width, height };
}
