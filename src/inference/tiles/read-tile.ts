import type { Raster } from '../image/raster';
import type { ColourPlanes } from '../runtime/model-session';
import type { Rect } from './rect';

/** One colour, 0..255 a channel. */
export type Colour = readonly [red: number, green: number, blue: number];

/** u8 → 0..1 */
const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Cuts a rectangle out as 0..1 planes; where it sticks out of the picture, the edge is repeated. */
export function readTile(picture: Raster, rect: Rect): ColourPlanes {
  const { width, height } = rect;
  const plane = width * height;
  const data = new Float32Array(3 * plane);
  const bytes = picture.data;
  const columns = clampedOffsets(rect.left, width, picture.width, 4);
  const rows = clampedOffsets(rect.top, height, picture.height, 4 * picture.width);
  let target = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, target++) {
      const source = rows[y]! + columns[x]!;
      data[target] = UNIT[bytes[source]!]!;
      data[target + plane] = UNIT[bytes[source + 1]!]!;
      data[target + 2 * plane] = UNIT[bytes[source + 2]!]!;
    }
  }
  return { data, width, height };
}

/** The colour that all pixels of the rectangle inside the picture share, or null. */
export function flatColour(picture: Raster, rect: Rect): Colour | null {
  const colour = colourAt(picture, rect);
  const [red, green, blue] = colour;
  const { data } = picture;
  const isFlat = everyPixel(
    picture,
    rect,
    (at) => data[at] === red && data[at + 1] === green && data[at + 2] === blue,
  );
  return isFlat ? colour : null;
}

/** True when all pixels of the rectangle inside the picture are fully transparent. */
export function isTransparent(picture: Raster, rect: Rect): boolean {
  return everyPixel(picture, rect, (at) => picture.data[at + 3] === 0);
}

/** The colour of the first pixel of the rectangle inside the picture. */
export function colourAt(picture: Raster, rect: Rect): Colour {
  const { left, top } = clipRect(rect, picture);
  const at = (top * picture.width + left) * 4;
  return [picture.data[at]!, picture.data[at + 1]!, picture.data[at + 2]!];
}

/** Stops at the first pixel that fails; most crops of a photograph cost only a few. */
function everyPixel(picture: Raster, rect: Rect, test: (at: number) => boolean): boolean {
  const { left, top, width, height } = clipRect(rect, picture);
  for (let y = top; y < top + height; y++) {
    const start = (y * picture.width + left) * 4;
    for (let at = start; at < start + width * 4; at += 4) if (!test(at)) return false;
  }
  return true;
}

/** The part of a rectangle that lies in the picture; the two must meet. */
export function clipRect(rect: Rect, picture: Raster): Rect {
  const left = Math.max(rect.left, 0);
  const top = Math.max(rect.top, 0);
  return {
    left,
    top,
    width: Math.min(rect.left + rect.width, picture.width) - left,
    height: Math.min(rect.top + rect.height, picture.height) - top,
  };
}

function clampedOffsets(start: number, length: number, size: number, step: number): Float64Array {
  return Float64Array.from(
    { length },
    (_, index) => Math.min(Math.max(start + index, 0), size - 1) * step,
  );
}
