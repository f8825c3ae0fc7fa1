import type { Raster } from '../image/raster';

/** A picture's alpha as an opaque grey picture, for the network to restore like any other. */
export function alphaAsGrey({ width, height, data }: Raster): Raster {
  const grey = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]!;
    grey[at] = alpha;
    grey[at + 1] = alpha;
    grey[at + 2] = alpha;
    grey[at + 3] = 255;
  }
  return { width, height, data: grey };
}

/**
 * Turns a restored grey picture into its own alpha, in place. Each value is held within those of the
 * 4 × 4 nearest source pixels, so that solid stays solid and empty stays empty beside an edge,
 * whatever the network has done there.
 *
 * @param result restored from `alphaAsGrey(source)`; its colours are worth nothing afterwards
 */
export function writeAlpha(result: Raster, source: Raster): void {
  const bounds = alphaBounds(source);
  const columns = intervals(source.width, result.width);
  const rows = intervals(source.height, result.height);
  const stride = source.width + 1;
  for (let y = 0, at = 0; y < result.height; y++) {
    const row = rows[y]! * stride;
    for (let x = 0; x < result.width; x++, at += 4) {
      const corner = row + columns[x]!;
      const { data } = result;
      const grey = Math.round((data[at]! + data[at + 1]! + data[at + 2]!) / 3);
      data[at + 3] = Math.min(Math.max(grey, bounds.least[corner]!), bounds.most[corner]!);
    }
  }
}

interface Bounds {
  /** One value for each corner of the source's pixel grid: `(width + 1) * (height + 1)`. */
  readonly least: Uint8Array;
  readonly most: Uint8Array;
}

/** Least and most alpha of the 4 × 4 pixels around each corner of the pixel grid. */
function alphaBounds({ width, height, data }: Raster): Bounds {
  const least = new Uint8Array((width + 1) * (height + 1));
  const most = new Uint8Array(least.length);
  for (let cornerY = 0, corner = 0; cornerY <= height; cornerY++) {
    const bottom = Math.min(cornerY + 2, height);
    for (let cornerX = 0; cornerX <= width; cornerX++, corner++) {
      const right = Math.min(cornerX + 2, width);
      let [low, high] = [255, 0];
      for (let y = Math.max(cornerY - 2, 0); y < bottom; y++) {
        for (let x = Math.max(cornerX - 2, 0); x < right; x++) {
          const alpha = data[(y * width + x) * 4 + 3]!;
          if (alpha < low) low = alpha;
          if (alpha > high) high = alpha;
        }
      }
      least[corner] = low;
      most[corner] = high;
    }
  }
  return { least, most };
}

/** For each result pixel, the corner between the two source pixels that its centre lies between. */
function intervals(sourceSize: number, resultSize: number): Int32Array {
  return Int32Array.from({ length: resultSize }, (_, index) =>
    Math.floor(((index + 0.5) * sourceSize) / resultSize + 0.5),
  );
}
