import type { Size } from './view-geometry';

/** Pixels between two looks at the clock of the page: a band of a large picture. */
const BAND_PIXELS = 1 << 20;

interface DifferenceSources {
  readonly before: CanvasImageSource;
  readonly after: CanvasImageSource;
  /** In pixels, of `after`; `before` is enlarged to it by the browser's best filter. */
  readonly size: Size;
}

/**
 * Draws the absolute difference of two pictures, channel by channel and both on black, into a canvas
 * of the size of the larger one. The canvas blends by itself, so nothing is read back and a picture
 * of 4096 × 4096 takes no memory beyond the canvas and a band.
 *
 * @returns false when it was given up, or the browser has no memory for such a canvas.
 */
export async function drawDifference(
  canvas: HTMLCanvasElement,
  { before, after, size: { width, height } }: DifferenceSources,
  signal: AbortSignal,
): Promise<boolean> {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const rows = Math.max(1, Math.floor(BAND_PIXELS / width));
  const band = new OffscreenCanvas(width, Math.min(rows, height));
  const bandContext = band.getContext('2d');
  if (!context || !bandContext) return false;
  context.imageSmoothingQuality = 'high';
  for (let top = 0; top < height; top += rows) {
    bandContext.fillRect(0, 0, band.width, band.height);
    bandContext.drawImage(after, 0, -top, width, height);
    context.save();
    context.beginPath();
    // Cut by a clip, not by a part of the source, whose edges would be filtered as edges.
    context.rect(0, top, width, rows);
    context.clip();
    context.fillRect(0, top, width, rows);
    context.drawImage(before, 0, 0, width, height);
    context.globalCompositeOperation = 'difference';
    context.drawImage(band, 0, top);
    context.restore();
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal.aborted) return false;
  }
  return true;
}
