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
  const { data, channels } = picture;
  const own = countLevels(picture);
  const wanted = countLevels(source);
  for (let channel = 0; channel < channels; channel++) {
    const levels = matchingLevels(statistics(own[channel]!), statistics(wanted[channel]!));
    for (let at = channel; at < data.length; at += channels) data[at] = levels[data[at]!]!;
  }
}

/** How often each level occurs in each channel. Sums of such counts are exact, however large the picture. */
function countLevels({ data, channels }: BytePixels): readonly Float64Array[] {
  const counts = new Uint32Array(channels * 256);
  for (let at = 0; at < data.length; at += channels) {
    for (let channel = 0; channel < channels; channel++) {
      counts[channel * 256 + data[at + channel]!]!++;
    }
  }
  return Array.from({ length: channels }, (_, channel) =>
    Float64Array.from(counts.subarray(channel * 256, (channel + 1) * 256)),
  );
}

/** Of a channel in 0..1. */
interface Statistics {
  readonly mean: number;
  /** Root of the variance over N - 1. */
  readonly deviation: number;
}

function statistics(counts: Float64Array): Statistics {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, byte) => sum + count * byte, 0) / total;
  const squares = counts.reduce((sum, count, byte) => sum + count * (byte - mean) ** 2, 0);
  const variance = squares / Math.max(total - 1, 1) / 255 ** 2;
  return {
    mean: Math.fround(mean / 255),
    deviation: Math.fround(Math.sqrt(variance + EPSILON)),
  };
}

/** What each level of a channel becomes; each step is rounded to float32 as in the official code. */
function matchingLevels(own: Statistics, wanted: Statistics): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const normalised = Math.fround(Math.fround(Math.fround(byte / 255) - own.mean) / own.deviation);
    return unitToByte(Math.fround(Math.fround(normalised * wanted.deviation) + wanted.mean));
  });
}
