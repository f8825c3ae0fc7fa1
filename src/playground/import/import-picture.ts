import { FIGMA_MAX_SIDE_PX } from '../../shared/limits';
import { pictureTypeOf } from './picture-type';

/** A picture file in a form that the canvas stores. */
export interface ImportedPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface PictureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Takes a file as Figma does: PNG, JPEG and GIF as they are, WebP as PNG, and what is larger than the
 * canvas allows scaled down to that.
 *
 * @throws Error with a sentence for the user.
 */
export async function importPicture({ name, bytes }: PictureFile): Promise<ImportedPicture> {
  const layerName = name.replace(/\.[^.]+$/, '') || 'Image';
  const type = pictureTypeOf(bytes);
  if (type === undefined) {
    throw new Error(`${name} is not a PNG, JPEG, GIF or WebP picture`);
  }
  const bitmap = await decode(name, new Blob([new Uint8Array(bytes)], { type }));
  try {
    const { width, height } = bitmap;
    const isTooLarge = Math.max(width, height) > FIGMA_MAX_SIDE_PX;
    if (type !== 'image/webp' && !isTooLarge) return { name: layerName, bytes, width, height };
    const converted = await redraw(bitmap, type === 'image/jpeg' ? 'image/jpeg' : 'image/png');
    return { name: layerName, ...converted };
  } finally {
    bitmap.close();
  }
}

async function decode(name: string, blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob);
  } catch {
    throw new Error(`${name} is damaged or too large to open`);
  }
}

async function redraw(
  bitmap: ImageBitmap,
  type: 'image/png' | 'image/jpeg',
): Promise<Omit<ImportedPicture, 'name'>> {
  const ratio = Math.min(1, FIGMA_MAX_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * ratio));
  const height = Math.max(1, Math.round(bitmap.height * ratio));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gave no canvas to convert the picture with');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type, quality: 0.92 });
  return { bytes: new Uint8Array(await blob.arrayBuffer()), width, height };
}
