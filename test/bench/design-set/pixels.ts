import sharp, { type Sharp } from 'sharp';
import { BICUBIC, LANCZOS, type Kernel } from '../../../src/inference/resample/kernels';
import { resizeBytes } from '../../../src/inference/resample/resize-bytes';

/** A decoded picture, RGB or straight RGBA, 8 bits a channel, row-major without padding. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

/** Filters that programs make pictures smaller with; each widens with the ratio, as Pillow's do. */
const KERNELS = {
  /** The mean of what a pixel covers. */
  area: { support: 0.5, weigh: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weigh: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: BICUBIC,
  lanczos: LANCZOS,
} as const satisfies Record<string, Kernel>;
export type Filter = keyof typeof KERNELS;
export const FILTERS = Object.keys(KERNELS) as readonly Filter[];

/** Resizes; colours count as much as they can be seen. */
export function resizePixels(
  pixels: Pixels,
  width: number,
  height: number,
  filter: Filter,
): Pixels {
  const { channels } = pixels;
  const weighted = channels === 4 ? multiplyByAlpha(pixels) : pixels;
  const resized = resizeBytes(weighted, width, height, KERNELS[filter]);
  const result: Pixels = { width, height, channels, data: Uint8Array.from(resized.data) };
  return channels === 4 ? divideByAlpha(result) : result;
}

/** Without transparency the alpha channel is dropped. */
export async function decodePixels(encoded: Uint8Array | string): Promise<Pixels> {
  const picture = sharp(encoded).toColourspace('srgb');
  const { isOpaque } = await picture.clone().stats();
  const { data, info } = await (isOpaque ? picture.removeAlpha() : picture.ensureAlpha())
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, channels: isOpaque ? 3 : 4, data };
}

export function openPixels({ width, height, channels, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

function multiplyByAlpha(pixels: Pixels): Pixels {
  return mapColours(pixels, (value, alpha) => (value * alpha) / 255);
}

/** Black where nothing can be seen; filters that overshoot may leave a colour above its alpha. */
function divideByAlpha(pixels: Pixels): Pixels {
  return mapColours(pixels, (value, alpha) =>
    alpha === 0 ? 0 : Math.min(255, (value * 255) / alpha),
  );
}

function mapColours(pixels: Pixels, map: (value: number, alpha: number) => number): Pixels {
  const data = pixels.data.map((value, at) =>
    at % 4 === 3 ? value : Math.round(map(value, pixels.data[at - (at % 4) + 3]!)),
  );
  return { ...pixels, data };
}
