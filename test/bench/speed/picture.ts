import sharp from 'sharp';
import { seededRandom } from '../design-set/random';

const SEED = 512;

/**
 * A square JPEG without a flat part, so that nothing is skipped; the same on every machine.
 */
export async function texturedPicture(sidePx: number): Promise<Uint8Array> {
  const random = seededRandom(SEED);
  const data = Buffer.alloc(sidePx * sidePx * 3);
  for (let y = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const waves = Math.sin(x / 7 + channel) + Math.sin(y / 11 - channel);
        data[(y * sidePx + x) * 3 + channel] = 128 + 48 * waves + random.between(-12, 12);
      }
    }
  }
  const raw = { width: sidePx, height: sidePx, channels: 3 } as const;
  return sharp(data, { raw }).jpeg({ quality: 90 }).toBuffer();
}
