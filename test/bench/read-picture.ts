import sharp from 'sharp';
import type { RgbPicture } from './metrics/rgb-picture';

/** What a picture with transparent parts is laid over to be looked at. */
export type Ground = 'white' | 'black';

/**
 * Decodes a picture to 8 bit sRGB without alpha.
 *
 * @param source path or encoded bytes
 */
export async function readPicture(
  source: string | Uint8Array,
  ground: Ground = 'white',
): Promise<RgbPicture> {
  const { data, info } = await sharp(source)
    .toColourspace('srgb')
    .flatten({ background: ground })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
