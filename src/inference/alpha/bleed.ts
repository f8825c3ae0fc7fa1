import type { Raster } from '../image/raster';

/** Below this alpha (of 255) a colour has lost too many bits to premultiplication to be believed. */
const RELIABLE_ALPHA = 16;

/** Half the size of the level before; RGB, and in the fourth byte how much they are believed. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Gives pixels that are (nearly) transparent the colours of their visible surroundings, in place, so
 * that hidden colours cannot shine into visible edges when the picture is enlarged. Alpha and the
 * colours of visible pixels stay as they are. A picture without a visible pixel is left alone.
 *
 * Push-pull: believed colours are averaged into ever smaller pictures until no gap is left, and the
 * gaps filled from there. Linear in the number of pixels.
 */
export function bleedColour(raster: Raster): void {
  const threshold = bleedThreshold(raster);
  if (threshold === null) return;
  const levels: Level[] = [halve(raster, threshold)];
  for (let top = levels[0]!; hasGap(top); top = levels.at(-1)!) levels.push(halve(top, 1));
  for (let index = levels.length - 1; index > 0; index--) {
    fillGaps(levels[index - 1]!, levels[index]!, 255, true);
  }
  fillGaps(raster, levels[0]!, threshold, false);
}

/** Faint pictures (soft shadows) have nothing better than faint pixels; null when there are none. */
function bleedThreshold({ data }: Raster): number | null {
  let strongest = 0;
  for (let at = 3; at < data.length; at += 4) strongest = Math.max(strongest, data[at]!);
  return strongest === 0 ? null : Math.min(strongest, RELIABLE_ALPHA);
}

/**
 * Averages blocks of 2 × 2 by belief; the belief of a block is the sum, at most 255.
 *
 * @param threshold fourth bytes below it count as no belief at all
 */
function halve(fine: Level, threshold: number): Level {
  const width = Math.ceil(fine.width / 2);
  const height = Math.ceil(fine.height / 2);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0, target = 0; y < height; y++) {
    const bottom = Math.min(2 * y + 2, fine.height);
    for (let x = 0; x < width; x++, target += 4) {
      const right = Math.min(2 * x + 2, fine.width);
      let belief = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let fineY = 2 * y; fineY < bottom; fineY++) {
        for (let fineX = 2 * x; fineX < right; fineX++) {
          const at = (fineY * fine.width + fineX) * 4;
          const weight = fine.data[at + 3]!;
          if (weight < threshold) continue;
          belief += weight;
          red += fine.data[at]! * weight;
          green += fine.data[at + 1]! * weight;
          blue += fine.data[at + 2]! * weight;
        }
      }
      if (belief === 0) continue;
      data[target] = Math.round(red / belief);
      data[target + 1] = Math.round(green / belief);
      data[target + 2] = Math.round(blue / belief);
      data[target + 3] = Math.min(belief, 255);
    }
  }
  return { width, height, data };
}

function hasGap({ data }: Level): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] === 0) return true;
  return false;
}

/**
 * Brings the coarser level (bilinear) in where the fourth byte is below `threshold`.
 *
 * @param blends whether a pixel keeps as much of its own colour as it is believed, or nothing
 */
function fillGaps(fine: Level, coarse: Level, threshold: number, blends: boolean): void {
  for (let y = 0, at = 0; y < fine.height; y++) {
    const near = (y >> 1) * coarse.width;
    const far = neighbour(y, coarse.height) * coarse.width;
    for (let x = 0; x < fine.width; x++, at += 4) {
      const fourthByte = fine.data[at + 3]!;
      if (fourthByte >= threshold) continue;
      const belief = blends ? fourthByte : 0;
      const nearX = x >> 1;
      const farX = neighbour(x, coarse.width);
      const nearest = (near + nearX) * 4;
      const beside = (near + farX) * 4;
      const above = (far + nearX) * 4;
      const across = (far + farX) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const sum =
          9 * coarse.data[nearest + channel]! +
          3 * (coarse.data[beside + channel]! + coarse.data[above + channel]!) +
          coarse.data[across + channel]!;
        const own = fine.data[at + channel]! * belief;
        fine.data[at + channel] = Math.round((own + (sum / 16) * (255 - belief)) / 255);
      }
    }
  }
}

/** The second-nearest coarse pixel of a fine one, along one axis. */
function neighbour(fine: number, coarseSize: number): number {
  const other = (fine >> 1) + (fine % 2 === 0 ? -1 : 1);
  return Math.min(Math.max(other, 0), coarseSize - 1);
}
