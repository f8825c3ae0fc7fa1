/** Small pictures with known pixels, and the comparison of two pictures. */
import type { Orientation } from '../../../src/inference/image/header';
import type { Raster } from '../../../src/inference/image/raster';

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

export function paint(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Rgba,
): Raster {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colourAt(x, y), (y * width + x) * 4);
  }
  return { width, height, data };
}

/** Smooth and without any symmetry, so that JPEG hardly changes it and every flip shows. */
export function gradient(width: number, height: number): Raster {
  return paint(width, height, (x, y) => {
    const across = x / width;
    const down = y / height;
    return [
      Math.round(40 + 180 * across),
      Math.round(30 + 190 * down),
      Math.round(200 - 120 * across - 50 * down),
      255,
    ];
  });
}

/** The gradient with every level of alpha from left to right, 0 and 255 among them. */
export function translucentGradient(width: number, height: number): Raster {
  const opaque = gradient(width, height);
  return paint(width, height, (x, y) => {
    const [red, green, blue] = pixelAt(opaque, x, y);
    return [red, green, blue, Math.round((255 * x) / (width - 1))];
  });
}

export function pixelAt({ width, data }: Raster, x: number, y: number): Rgba {
  const offset = (y * width + x) * 4;
  return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0, data[offset + 3] ?? 0];
}

/** How an upright picture has to be stored so that viewers who follow `orientation` show it upright. */
export function storedFor(orientation: Orientation, upright: Raster): Raster {
  const swapped = orientation >= 5;
  const width = swapped ? upright.height : upright.width;
  const height = swapped ? upright.width : upright.height;
  const lastX = upright.width - 1;
  const lastY = upright.height - 1;
  return paint(width, height, (x, y) => {
    switch (orientation) {
      case 1:
        return pixelAt(upright, x, y);
      case 2:
        return pixelAt(upright, lastX - x, y);
      case 3:
        return pixelAt(upright, lastX - x, lastY - y);
      case 4:
        return pixelAt(upright, x, lastY - y);
      case 5:
        return pixelAt(upright, y, x);
      case 6:
        return pixelAt(upright, lastX - y, x);
      case 7:
        return pixelAt(upright, lastX - y, lastY - x);
      case 8:
        return pixelAt(upright, y, lastY - x);
    }
  });
}

export interface Difference {
  /** Largest difference of a colour channel, in levels, where `a` is not fully transparent. */
  readonly colour: number;
  /** Largest difference of alpha, in levels. */
  readonly alpha: number;
}

/** @throws RangeError when the sizes differ. */
export function difference(a: Raster, b: Raster): Difference {
  if (a.width !== b.width || a.height !== b.height || a.data.length !== b.data.length) {
    throw new RangeError(`${a.width} x ${a.height} against ${b.width} x ${b.height}`);
  }
  let colour = 0;
  let alpha = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    alpha = Math.max(alpha, channelDifference(a, b, i + 3));
    if (a.data[i + 3] === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      colour = Math.max(colour, channelDifference(a, b, i + channel));
    }
  }
  return { colour, alpha };
}

function channelDifference(a: Raster, b: Raster, index: number): number {
  return Math.abs((a.data[index] ?? 0) - (b.data[index] ?? 0));
}
