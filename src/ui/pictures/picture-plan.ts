import { fitScale, isSharpEnough } from '../../shared/fit-scale';
import { FIGMA_MAX_SIDE_PX, MOST_SCALE } from '../../shared/limits';
import type { Picture } from '../../shared/protocol';
import type { Settings } from '../../shared/settings';
import { sourceOf } from '../run/picture-source';
import type { SizePx } from '../text/size-text';

/** What a picture would become at a wanted scale, under Figma's limit for a side. */
export interface PlannedSize extends SizePx {
  /** At least 1; at 1 the picture is restored in the size it has. */
  readonly scale: number;
  /** Figma's limit made the scale smaller than the wanted one. */
  readonly capped: boolean;
  /** Larger than Figma takes: its result could only be smaller than it is now, so it is left alone. */
  readonly tooLarge: boolean;
}

/** What a run would do with a picture; the engine reports what was really reached. */
export interface PicturePlan extends PlannedSize {
  /** Size of what the picture is made from: its own, or that of its original. */
  readonly source: SizePx;
  /** Enlargement with which an export shows all that the layers could; below 1 there are pixels to spare. */
  readonly needed: number;
  /** An export at the chosen density would gain nothing by more pixels. */
  readonly sharpEnough: boolean;
}

/** @param fromOriginal the picture is a result and is made again from its original */
export function planPicture(
  picture: Picture,
  { scale: choice, density }: Pick<Settings, 'scale' | 'density'>,
  fromOriginal: boolean,
): PicturePlan {
  const source = sourceOf(picture, fromOriginal);
  // The placements speak of the picture as it is now; its original has fewer pixels for the same.
  const needed = fitScale(picture, density) * (picture.width / source.width);
  const sharpEnough = isSharpEnough(source, needed);
  const fit = sharpEnough ? 1 : Math.min(needed, MOST_SCALE);
  return { ...plannedSize(source, choice === 'fit' ? fit : choice), source, needed, sharpEnough };
}

/** @param wantedScale at least 1 */
export function plannedSize(size: SizePx, wantedScale: number): PlannedSize {
  const { width, height } = size;
  const largestScale = FIGMA_MAX_SIDE_PX / Math.max(width, height);
  if (largestScale < 1) return { width, height, scale: 1, capped: true, tooLarge: true };
  const scale = Math.min(wantedScale, largestScale);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    scale,
    capped: scale < wantedScale,
    tooLarge: false,
  };
}
