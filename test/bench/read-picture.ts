import sharp from 'sharp';
import type { RgbPicture } from './metrics/rgb-picture';

/**
 * Decodes a picture to 8 bit sRGB without alpha.
 *
 * @param source path or encoded bytes
 */
export async function readPicture(source: string | Uint8Array): Promise<RgbPicture> {
  const { data, info } = await sharp(source)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
