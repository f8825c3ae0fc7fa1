/**
 * How many pixels a picture needs where it is shown. Plain geometry, used to propose a scale and to
 * tell which pictures are sharp enough already.
 */
import type { Picture, Placement } from './protocol';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Below this, relative to its size, a transform counts as flat: it shows one line of the picture. */
const FLAT = 1e-9;
/** Stands for the sides of lines, which have none. */
const THINNEST_PX = 1e-6;

/**
 * Factor by which the picture has to be enlarged so that one of its pixels covers at most one pixel
 * of an export at `density`, in every direction; 1 or less: it has pixels enough. Never negative,
 * never infinite, in proportion to `density` and inverse to the size of the picture.
 *
 * @param picture size in px, both sides at least 1
 * @param density pixels of the export for one px of the canvas, above 0
 */
export function neededScale(picture: Size, placement: Placement, density: number): number {
  const { width, height } = placement;
  const isTurned = Math.abs(placement.rotation) % 180 === 90;
  const shown = isTurned ? { width: picture.height, height: picture.width } : picture;
  switch (placement.scaleMode) {
    case 'FILL':
      return density * Math.max(width / shown.width, height / shown.height);
    case 'FIT':
      return density * Math.min(width / shown.width, height / shown.height);
    case 'TILE':
      return density * Math.abs(placement.scalingFactor ?? 1);
    case 'CROP':
      return density * cropScale(picture, placement);
  }
}

/** The largest need of all uses: what the picture is enlarged by, once, for all of them. */
export function fitScale(picture: Picture, density: number): number {
  const needs = picture.uses.flatMap(({ placements }) =>
    placements.map((placement) => neededScale(picture, placement, density)),
  );
  return Math.max(...needs);
}

/** Fewer pixels by this share than an export shows are not missed, and not worth a run. */
const UNSEEN = 0.02;

/**
 * True when an export would gain nothing by more pixels, so for every result that was made to fit:
 * rounding to whole pixels leaves one up to half a pixel short.
 *
 * @param needed see `fitScale`
 */
export function isSharpEnough({ width, height }: Size, needed: number): boolean {
  return needed <= 1 + Math.max(UNSEEN, 0.5 / Math.min(width, height));
}

/**
 * Canvas px for one px of the picture, in the direction in which the crop stretches it most. The
 * transform, read in pixels, says how many pixels of the picture one canvas px shows; its smallest
 * singular value is the direction with the fewest.
 */
function cropScale(picture: Size, { width, height, imageTransform }: Placement): number {
  const [[a, c], [b, d]] = imageTransform ?? [
    [1, 0, 0],
    [0, 1, 0],
  ];
  const [boxWidth, boxHeight] = [Math.max(width, THINNEST_PX), Math.max(height, THINNEST_PX)];
  const { smallest, largest } = singularValues(
    (a * picture.width) / boxWidth,
    (c * picture.width) / boxHeight,
    (b * picture.height) / boxWidth,
    (d * picture.height) / boxHeight,
  );
  const isFlat = Math.abs(a * d - b * c) <= FLAT * (a * a + b * b + c * c + d * d);
  // Of a flattened picture only one line is seen, and it has detail along that line only.
  const pixelsShown = isFlat ? largest : smallest;
  return pixelsShown > 0 ? 1 / pixelsShown : 0;
}

/** Of the matrix [[a, c], [b, d]]. */
function singularValues(
  a: number,
  c: number,
  b: number,
  d: number,
): { smallest: number; largest: number } {
  const sum = Math.hypot(a + d, b - c);
  const difference = Math.hypot(a - d, b + c);
  const largest = (sum + difference) / 2;
  // From the determinant, which keeps its digits where the two lengths nearly cancel out.
  const smallest = largest > 0 ? Math.abs(a * d - b * c) / largest : 0;
  return { smallest, largest };
}
