import { luma } from './luma';
import { assertSameSize, type RgbPicture } from './rgb-picture';

const PEAK = 255;

/**
 * Peak signal-to-noise ratio of unrounded luma in dB, no border cropped; higher is better and two
 * equal pictures give `Infinity`.
 *
 * @throws Error when the sizes differ.
 */
export function psnrY(picture: RgbPicture, truth: RgbPicture): number {
  assertSameSize(picture, truth);
  const first = luma(picture);
  const second = luma(truth);
  let squares = 0;
  for (let i = 0; i < first.length; i++) squares += (first[i]! - second[i]!) ** 2;
  return 10 * Math.log10(PEAK ** 2 / (squares / first.length));
}
