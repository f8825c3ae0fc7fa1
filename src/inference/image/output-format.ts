import type { EnhanceOptions, OutputFormat } from '../engine';
import type { SourceFormat } from './header';
import type { Raster } from './raster';

/**
 * The format a result is written in. `auto` stays with JPEG for an opaque picture that came as
 * JPEG, and takes PNG, which loses nothing, for all others. A format that somebody asked for is
 * the one that is written: for JPEG, which has no transparency, `flattenOverWhite` the picture
 * first. A file may lose it so; a design may not, where a white box would cover what lies behind:
 * with `keepsTransparency`, such a picture becomes a PNG.
 */
export function chooseOutputFormat(
  { format, keepsTransparency = false }: Pick<EnhanceOptions, 'format' | 'keepsTransparency'>,
  source: SourceFormat,
  transparent: boolean,
): OutputFormat {
  if (format === 'auto') return source === 'jpeg' && !transparent ? 'jpeg' : 'png';
  return format === 'jpeg' && transparent && keepsTransparency ? 'png' : format;
}

/** True when any pixel is not fully opaque. */
export function hasTransparency({ data }: Raster): boolean {
  for (let i = 3; i < data.length; i += 4) {
    if (data[i] !== 255) return true;
  }
  return false;
}

/**
 * Puts a picture on white, in place, and so makes it opaque. White is what paper and most canvases
 * are; the blend is done in encoded sRGB levels, as Figma and browsers do.
 */
export function flattenOverWhite({ data }: Raster): void {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 255) / 255;
    if (alpha === 1) continue;
    for (let channel = i; channel < i + 3; channel++) {
      data[channel] = 255 + ((data[channel] ?? 0) - 255) * alpha;
    }
    data[i + 3] = 255;
  }
}
