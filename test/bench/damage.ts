/** Damage of a known kind and strength, one at a time. */
import { compressJpeg } from './design-set/degrade';
import { openPixels, decodePixels, type Pixels } from './design-set/pixels';
import type { Random } from './design-set/random';

/** @param deviation of each channel, of 255 */
export function addNoise(picture: Pixels, deviation: number, random: Random): Pixels {
  const data = picture.data.map((value) =>
    Math.min(255, Math.max(0, Math.round(value + deviation * random.normal()))),
  );
  return { ...picture, data };
}

/** Gaussian blur; `sigma` in pixels. */
export async function blur(picture: Pixels, sigma: number): Promise<Pixels> {
  return decodePixels(await openPixels(picture).blur(sigma).png().toBuffer());
}

/** JPEG with halved colour, as the web has it. */
export function compress(picture: Pixels, quality: number): Promise<Pixels> {
  return compressJpeg(picture, quality, true);
}
