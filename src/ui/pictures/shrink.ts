/** Side of a thumbnail in device pixels: 40 CSS pixels on a display of double density. */
const SIDE_PX = 80;

/**
 * The middle of a picture as a small PNG.
 *
 * @throws when the browser cannot decode the picture.
 */
export async function shrink(encoded: Uint8Array): Promise<Blob> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(encoded)]));
  try {
    const canvas = document.createElement('canvas');
    canvas.width = SIDE_PX;
    canvas.height = SIDE_PX;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    const side = Math.min(bitmap.width, bitmap.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      bitmap,
      (bitmap.width - side) / 2,
      (bitmap.height - side) / 2,
      side,
      side,
      0,
      0,
      SIDE_PX,
      SIDE_PX,
    );
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG'))), 'image/png');
    });
  } finally {
    bitmap.close();
  }
}
