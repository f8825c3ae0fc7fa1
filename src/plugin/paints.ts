import type { ErrorCode } from '../shared/errors';

/** Visible image paints of one list, or the reason why the list must be left alone. */
export interface PaintListReading {
  readonly imageHashes: readonly string[];
  /** Reasons, one for each kind of picture in the list that cannot be enhanced. */
  readonly refusals: readonly ErrorCode[];
}

/** What a list of fills or strokes holds for us. Unknown paint types are nobody's business here. */
export function readPaintList(paints: readonly Paint[]): PaintListReading {
  const visible = paints.filter((paint) => paint.visible !== false);
  const images = visible.filter((paint) => paint.type === 'IMAGE');
  const refusals = new Set<ErrorCode>();
  if (visible.some((paint) => paint.type === 'VIDEO')) refusals.add('video-fill');
  if (images.some((paint) => paint.imageHash === null)) refusals.add('image-missing');
  const imageHashes = new Set(images.flatMap((paint) => paint.imageHash ?? []));
  if (imageHashes.size > 0 && hasShader(paints)) {
    // Setting a list that holds a shader is undocumented, so the list stays as it is.
    return { imageHashes: [], refusals: [...refusals, 'shader-fill'] };
  }
  return { imageHashes: [...imageHashes], refusals: [...refusals] };
}

export function hasShader(paints: readonly Paint[]): boolean {
  return paints.some((paint) => paint.type === 'SHADER');
}

export interface ImageSwap {
  readonly oldHash: string;
  readonly newHash: string;
  /** New width divided by old width, in pixels. */
  readonly scale: number;
}

/**
 * The list with every use of the old image replaced, all else untouched; null when the list does not
 * show the old image any more. FILL, FIT and CROP are relative to the layer and stay as they are;
 * TILE counts in image pixels, so its factor shrinks as the image grows.
 */
export function swapImage(paints: readonly Paint[], swap: ImageSwap): Paint[] | null {
  const isOld = (paint: Paint): paint is ImagePaint =>
    paint.type === 'IMAGE' && paint.imageHash === swap.oldHash;
  if (!paints.some(isOld)) return null;
  return paints.map((paint) => {
    if (!isOld(paint)) return paint;
    const swapped = { ...paint, imageHash: swap.newHash };
    return paint.scaleMode === 'TILE'
      ? { ...swapped, scalingFactor: (paint.scalingFactor ?? 1) / swap.scale }
      : swapped;
  });
}
