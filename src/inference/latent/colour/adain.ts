import type { BytePixels } from '../../resample/resize-bytes';
import { unitToByte } from '../planes';

/** Added to the variance, so that flat channels do not divide by zero. */
const EPSILON = 1e-5;

/**
 * Gives each channel of the picture the mean and deviation of the source's channel, in place.
 * Bytes in, bytes out, by truncation, as in the official code's `adain_color_fix`.
 *
 * @param source of the same size
 */
export function matchStatistics(picture: BytePixels, source: BytePixels): void {
  for (let channel = 0; channel < picture.channels; channel++) {
    const own = channelStatistics(picture, channel);
    const wanted = channelStatistics(source, channel);
    const levels = Uint8Array.from({ length: 256 }, (_, byte) => {
      const normalised = Math.fround(
        Math.fround(Math.fround(byte / 255) - own.mean) / own.deviation,
      );
      return unitToByte(Math.fround(Math.fround(normalised * wanted.deviation) + wanted.mean));
    });
    const { data, channels } = picture;
    for (let at = channel; at < data.length; at += channels) data[at] = levels[data[at]!]!;
  }
}

/** Mean and deviation of a channel in 0..1, the variance unbiased (over N - 1). */
function channelStatistics(
  { data, channels }: BytePixels,
  channel: number,
): { readonly mean: number; readonly deviation: number } {
  // Counted by level: sums of integers are exact, however large the picture.
  const counts = new Float64Array(256);
  for (let at = channel; at < data.length; at += channels) counts[data[at]!]!++;
  const total = data.length / channels;
  const mean = counts.reduce((sum, count, byte) => sum + count * byte, 0) / total;
  const squares = counts.reduce((sum, count, byte) => sum + count * (byte - mean) ** 2, 0);
  const variance = squares / Math.max(total - 1, 1) / 255 ** 2;
  return {
    mean: Math.fround(mean / 255),
    deviation: Math.fround(Math.sqrt(variance + EPSILON)),
  };
}
