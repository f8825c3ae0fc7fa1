import { OnestepError } from '../shared/errors';
import type { FigmaApi } from './figma-api';

/**
 * The encoded file behind an image hash, byte for byte as Figma stores it.
 *
 * @throws OnestepError `image-missing`, `image-empty`
 */
export async function readPicture(
  figma: Pick<FigmaApi, 'getImageByHash'>,
  imageHash: string,
): Promise<{ bytes: Uint8Array }> {
  const bytes = await storedBytes(figma, imageHash);
  if (bytes.length === 0) throw new OnestepError('image-empty');
  return { bytes };
}

async function storedBytes(
  figma: Pick<FigmaApi, 'getImageByHash'>,
  imageHash: string,
): Promise<Uint8Array> {
  const image = figma.getImageByHash(imageHash);
  if (!image) throw new OnestepError('image-missing');
  try {
    return await image.getBytesAsync();
  } catch (thrown) {
    throw new OnestepError('image-missing', {}, thrown);
  }
}
