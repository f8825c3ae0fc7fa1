import { addNoise, compress } from './damage';
import type { Scale } from './design-set/degrade';
import { decodePixels, resizePixels, type Pixels } from './design-set/pixels';
import { seededRandom, type Random } from './design-set/random';
import type { DegradedPair } from './design-set/write-set';
import type { Pair } from './pairs';

const SEED = 77_003;
const NOISE_DEVIATION = 8;
const JPEG_QUALITY = 45;
const SOFTENED_TO = 0.7;

/**
 * Pairs of another scale from the large pictures of ×4 pairs. For ×2 they are averaged down; where
 * the size stays they are made noisy, compressed or softened by scaling, one after the other.
 */
export async function* photoPairs(
  pairs: readonly Pair[],
  scale: Scale,
): AsyncGenerator<DegradedPair> {
  for (const [index, { name, highPath }] of pairs.entries()) {
    const high = await decodePixels(highPath);
    const low =
      scale === 1
        ? await damage(high, index, seededRandom(SEED + index))
        : resizePixels(high, high.width / scale, high.height / scale, 'area');
    yield { name, low, high };
  }
}

async function damage(picture: Pixels, index: number, random: Random): Promise<Pixels> {
  const { width, height } = picture;
  switch (index % 3) {
    case 0:
      return addNoise(picture, NOISE_DEVIATION, random);
    case 1:
      return compress(picture, JPEG_QUALITY);
    default: {
      const [smallWidth, smallHeight] = [width, height].map((side) =>
        Math.round(side * SOFTENED_TO),
      );
      const small = resizePixels(picture, smallWidth!, smallHeight!, 'bicubic');
      return resizePixels(small, width, height, 'bicubic');
    }
  }
}
