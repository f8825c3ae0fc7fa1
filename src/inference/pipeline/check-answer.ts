import { OnestepError } from '../../shared/errors';
import type { Raster } from '../image/raster';
import type { BytePixels } from '../resample/resize-bytes';
import { clipRect, flatColour } from '../tiles/read-tile';
import type { Rect } from '../tiles/rect';

/** Standard deviation, of 255, that no restoration levels out entirely; sensor noise lies below. */
const CLEAR_CONTRAST = 12;
/** Difference, of 255, from the mean of a source pattern that may well be levelled out to it. */
const CLEAR_SHIFT = 16;
/** A smaller crop may be one even patch of a picture. */
const MIN_JUDGED_PX = 4;

/** @throws OnestepError `result-invalid` when the network has answered NaN or infinity anywhere. */
export function refuseNonFinite({ data }: { readonly data: Float32Array }): void {
  for (let index = 0; index < data.length; index++) {
    if (!Number.isFinite(data[index])) {
      throw new OnestepError('result-invalid', {}, 'NaN or infinity');
    }
  }
}

/**
 * Refuses an answer whose channels are each one value where the picture shows clear contrast: what comes
 * from a GPU that failed without saying so, mostly zeros. Asked before colours are brought back, which
 * makes a picture of anything.
 *
 * @param channels of the answer, one plane after another
 * @param rect what the network saw of the picture
 * @throws OnestepError `result-invalid`
 */
export function refuseFlat(
  { data, channels }: { readonly data: Float32Array; readonly channels: number },
  picture: BytePixels,
  rect: Rect,
): void {
  const plane = data.length / channels;
  if (!data.every((value, index) => value === data[index - (index % plane)])) return;
  for (let channel = 0; channel < picture.channels; channel++) {
    const { deviation } = channelStatistics(picture, rect, channel);
    if (deviation < CLEAR_CONTRAST) continue;
    throw new OnestepError('result-invalid', {}, 'a flat answer where the source has contrast');
  }
}

/**
 * Refuses a part of the result in one colour where the source shows clear contrast. One colour that
 * is the source's mean passes: that is what becomes of a fine dither pattern.
 *
 * @param sourceRect what the part shows, without margins; parts outside the picture are ignored
 * @throws OnestepError `result-invalid`
 */
export function refuseLostContrast(
  source: Raster,
  sourceRect: Rect,
  result: Raster,
  resultRect: Rect,
): void {
  const judged = clipRect(sourceRect, source);
  if (Math.min(judged.width, judged.height) < MIN_JUDGED_PX) return;
  const colour = flatColour(result, resultRect);
  if (colour === null) return;
  const channels = colour.map((value, channel) => {
    const { mean, deviation } = channelStatistics({ ...source, channels: 4 }, judged, channel);
    return { shift: Math.abs(value - mean), deviation };
  });
  const hadContrast = channels.some(({ deviation }) => deviation >= CLEAR_CONTRAST);
  const isElsewhere = channels.some(({ shift }) => shift >= CLEAR_SHIFT);
  if (!hadContrast || !isElsewhere) return;
  throw new OnestepError('result-invalid', {}, 'one colour where the source has contrast');
}

function channelStatistics(
  { data, width, channels }: Pick<BytePixels, 'data' | 'width' | 'channels'>,
  rect: Rect,
  channel: number,
): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let y = rect.top; y < rect.top + rect.height; y++) {
    for (let x = rect.left; x < rect.left + rect.width; x++) {
      const value = data[(y * width + x) * channels + channel]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = rect.width * rect.height;
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(squares / count - mean ** 2, 0)) };
}
