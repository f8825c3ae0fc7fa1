import { luma } from './luma';
import type { RgbPicture } from './rgb-picture';

/** Side of JPEG's blocks, in pixels of the compressed picture. */
const JPEG_BLOCK_PX = 8;

/**
 * How much more luma changes across the borders of JPEG's blocks than between other pixels of the
 * compressed picture; 1 is none.
 *
 * @param picture enlarged by `scale`, an even number or 1, since it was compressed
 */
export function blockiness({ width, height, data }: RgbPicture, scale: number): number {
  const values = luma({ width, height, data });
  let atBorders = 0;
  let borders = 0;
  let inside = 0;
  let others = 0;
  const count = (position: number, change: number): void => {
    if (position % (JPEG_BLOCK_PX * scale) === 0) {
      atBorders += change;
      borders++;
    } else {
      inside += change;
      others++;
    }
  };
  // An enlarged step is as wide as a pixel of the small picture: measured from middle to middle.
  const before = Math.max(1, scale / 2);
  const after = Math.max(0, scale / 2 - 1);
  for (let y = 0; y < height; y++) {
    for (let x = scale; x + after < width; x += scale) {
      const row = y * width + x;
      count(x, Math.abs(values[row + after]! - values[row - before]!));
    }
  }
  for (let y = scale; y + after < height; y += scale) {
    for (let x = 0; x < width; x++) {
      const change = values[(y + after) * width + x]! - values[(y - before) * width + x]!;
      count(y, Math.abs(change));
    }
  }
  return atBorders / borders / (inside / others);
}
