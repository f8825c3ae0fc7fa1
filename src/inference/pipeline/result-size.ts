import { OnestepError } from '../../shared/errors';
import { MAX_RESULT_PIXELS } from '../../shared/limits';
import type { EnhanceOptions } from '../engine';

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size of a result, and how it came about. */
export interface ResultSize extends Size {
  /** Enlargement of each side, before rounding to whole pixels. */
  readonly scale: number;
  /** True when a limit made the scale smaller than the wanted one. */
  readonly capped: boolean;
}

/**
 * How large a result becomes: as wanted, or as large as the limits allow.
 *
 * @param source upright size
 * @throws OnestepError `image-at-limit` (width, height, limit) when it could not become larger
 */
export function resultSize(
  source: Size,
  { scale: wanted, maxSidePx }: Pick<EnhanceOptions, 'scale' | 'maxSidePx'>,
): ResultSize {
  const bySide = maxSidePx / Math.max(source.width, source.height);
  const byPixels = Math.sqrt(MAX_RESULT_PIXELS / (source.width * source.height));
  const scale = Math.min(wanted, bySide, byPixels);
  if (scale < 1 || (scale === 1 && wanted > 1)) {
    const limit =
      bySide <= byPixels ? `${maxSidePx} px a side` : `${MAX_RESULT_PIXELS / 1e6} megapixels`;
    throw new OnestepError('image-at-limit', { ...source, limit });
  }
  // Rounding down keeps a result that is limited by its pixels below that limit.
  const round = scale === byPixels ? Math.floor : Math.round;
  return {
    width: round(source.width * scale),
    height: round(source.height * scale),
    scale,
    capped: scale < wanted,
  };
}
