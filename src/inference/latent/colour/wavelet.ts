import type { BytePixels } from '../../resample/resize-bytes';
import { unitToByte } from '../planes';

/** Blurs; the last one has a radius of 2 to the power of this less one. */
const LEVELS = 5;

/**
 * Keeps the picture's detail and takes the coarse colours of the source, in place. Bytes in, bytes
 * out, by truncation, as in the official code's `wavelet_color_fix`: the detail is what the blurs
 * take away, the coarse part what they leave. Blurring being linear, only the difference of the two
 * pictures has to be blurred.
 *
 * @param source of the same size
 */
export function takeCoarseColours(picture: BytePixels, source: BytePixels): void {
  const { width, height, channels, data } = picture;
  const wanted = source.data;
  const difference = new Float32Array(width * height);
  const scratch = new Float32Array(width * height);
  for (let channel = 0; channel < channels; channel++) {
    for (let at = channel, index = 0; at < data.length; at += channels, index++) {
      difference[index] = (wanted[at]! - data[at]!) / 255;
    }
    for (let level = 0; level < LEVELS; level++) {
      blurRows(difference, scratch, width, height, 2 ** level);
      blurColumns(scratch, difference, width, height, 2 ** level);
    }
    for (let at = channel, index = 0; at < data.length; at += channels, index++) {
      data[at] = unitToByte(Math.fround(data[at]! / 255 + difference[index]!));
    }
  }
}

/** Weights 1 2 1 over 4, `radius` apart, the edge repeated. */
function blurRows(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  radius: number,
): void {
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const before = from[row + Math.max(x - radius, 0)]!;
      const after = from[row + Math.min(x + radius, width - 1)]!;
      to[row + x] = (before + 2 * from[row + x]! + after) / 4;
    }
  }
}

function blurColumns(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  radius: number,
): void {
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const above = Math.max(y - radius, 0) * width;
    const below = Math.min(y + radius, height - 1) * width;
    for (let x = 0; x < width; x++) {
      to[row + x] = (from[above + x]! + 2 * from[row + x]! + from[below + x]!) / 4;
    }
  }
}
