import type { Raster } from '../image/raster';
import { forEachResizedRow } from '../resample/resize-bytes';

/**
 * Takes a restoration back in part, in place, by blending it with what the project's classic filter
 * makes of the source. The blend is done in encoded sRGB levels, as Figma and browsers do, rounded to
 * the nearest level, halves up. 1 leaves the result bit for bit as it is; 0 is the classic
 * enlargement, to the byte what `resizeBytes` gives. Alpha is left alone.
 *
 * Works row by row: a second picture of the result's size would be the largest thing in memory.
 *
 * @param result of any size
 * @param source with the colours that the network was shown below transparency
 * @param strength 0 to 1
 */
export function applyStrength({ width, height, data }: Raster, source: Raster, strength: number) {
  if (strength === 1) return;
  forEachResizedRow({ ...source, channels: 4 }, width, height, (classic, y) => {
    const start = y * classic.length;
    for (let at = 0; at < classic.length; at += 4) {
      for (let channel = at; channel < at + 3; channel++) {
        const from = classic[channel]!;
        const restored = data[start + channel]!;
        data[start + channel] = Math.floor(from + strength * (restored - from) + 0.5);
      }
    }
  });
}
