import { OnestepError } from '../../shared/errors';
import { ByteReader } from './formats/byte-reader';
import { GIF_SIGNATURE, probeGif } from './formats/gif';
import { JPEG_SIGNATURE, probeJpeg } from './formats/jpeg';
import { PNG_SIGNATURE, probePng } from './formats/png';
import { probeWebp, RIFF_SIGNATURE, WEBP_SIGNATURE } from './formats/webp';
import type { ImageHeader } from './header';

/**
 * Reads a picture file's header and walks its structure, without decoding: the one gate that every
 * source passes before a decoder sees it. Any bytes may be given; the work is linear in their
 * number and allocates nothing that grows with what a header declares.
 *
 * A file that is cut off is refused here, although decoders would show its upper part, because its
 * lower part would be lost for good once the result has replaced it. Bytes after a picture's end
 * are ignored.
 *
 * @throws OnestepError `image-empty`, `image-format-unknown`, `image-truncated`,
 * `image-undecodable` (a header that makes no sense)
 */
export function probeImage(bytes: Uint8Array): ImageHeader {
  if (bytes.length === 0) throw new OnestepError('image-empty');
  const file = new ByteReader(bytes);
  if (file.hasText(0, PNG_SIGNATURE)) return probePng(file);
  if (file.hasText(0, JPEG_SIGNATURE)) return probeJpeg(file);
  if (file.hasText(0, `${GIF_SIGNATURE}7a`) || file.hasText(0, `${GIF_SIGNATURE}9a`)) {
    return probeGif(file);
  }
  if (file.hasText(0, RIFF_SIGNATURE) && file.hasText(8, WEBP_SIGNATURE)) return probeWebp(file);
  throw new OnestepError(isCutSignature(file) ? 'image-truncated' : 'image-format-unknown');
}

/**
 * Refuses what must not be decoded although it could be: a picture with so many pixels that decoding
 * it would exhaust memory (a small file can declare any size), and animations.
 *
 * @param maxPixels largest allowed `width * height`
 * @throws OnestepError `image-too-large` (details: width, height, limit), `image-animated`
 */
export function checkSourceLimits(header: ImageHeader, maxPixels: number): void {
  const { width, height } = header;
  if (width * height > maxPixels) {
    const limit = `${Math.floor(maxPixels / 1e5) / 10} megapixels`;
    throw new OnestepError('image-too-large', { width, height, limit });
  }
  if (header.animated) throw new OnestepError('image-animated');
}

/** True for a file so short that it ends inside a known format's signature. */
function isCutSignature(file: ByteReader): boolean {
  if (file.length < 12 && file.hasText(0, RIFF_SIGNATURE)) return true;
  return [PNG_SIGNATURE, JPEG_SIGNATURE, `${GIF_SIGNATURE}7a`, `${GIF_SIGNATURE}9a`, 'RIFF'].some(
    (signature) =>
      file.length < signature.length && file.hasText(0, signature.slice(0, file.length)),
  );
}
