import type { EnhanceResult } from '../../inference/engine';
import { OnestepError } from '../../shared/errors';
import { FIGMA_MAX_SIDE_PX } from '../../shared/limits';
import type { PictureSource } from './picture-source';

/**
 * The last look before a result is written: one that is empty, too large, smaller than its source or
 * of another shape would harm the layer. Sizes may be swapped, since Figma's knows nothing of EXIF.
 *
 * @throws OnestepError `result-invalid`
 */
export function refuseWrongResult(
  { bytes, width, height }: Pick<EnhanceResult, 'bytes' | 'width' | 'height'>,
  source: PictureSource,
): void {
  const fits =
    bytes.byteLength > 0 &&
    Math.max(width, height) <= FIGMA_MAX_SIDE_PX &&
    (isEnlarged(width, height, source.width, source.height) ||
      isEnlarged(width, height, source.height, source.width));
  if (fits) return;
  const text = `${width} × ${height} px, ${bytes.byteLength} bytes, from ${source.width} × ${source.height} px`;
  throw new OnestepError('result-invalid', {}, text);
}

/** True for the same shape, up to the rounding of both sides, and no smaller than Figma allows. */
function isEnlarged(width: number, height: number, fromWidth: number, fromHeight: number): boolean {
  const isWide = fromWidth >= fromHeight;
  // The longer side tells the scale more exactly.
  const scale = isWide ? width / fromWidth : height / fromHeight;
  const leastScale = Math.min(1, FIGMA_MAX_SIDE_PX / Math.max(fromWidth, fromHeight));
  return (
    scale >= leastScale * 0.999 &&
    Math.abs(fromWidth * scale - width) < 2 &&
    Math.abs(fromHeight * scale - height) < 2
  );
}
