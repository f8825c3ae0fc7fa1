import sharp, { type Sharp } from 'sharp';
import { OnestepError } from '../../shared/errors';
import { MAX_SOURCE_PIXELS, STANDARD_QUALITY } from '../../shared/limits';
import type { OutputFormat } from '../engine';
import type { ImageCodec } from '../image/codec';
import type { Orientation } from '../image/header';
import { hasTransparency } from '../image/output-format';
import { probeImage } from '../image/probe';
import type { Raster } from '../image/raster';
import { convertToSrgb, readPngColour } from './png-colour';

/** Pictures on sharp (libvips), decoded to the pixels that Chromium gives for the same file. */
export function createNodeCodec(): ImageCodec {
  return { decode, encode };
}

async function decode(bytes: Uint8Array): Promise<Raster> {
  // The signature decides which of libvips' loaders runs; only the four that the probe knows may.
  const { format, orientation } = probeImage(bytes);
  try {
    const raster =
      format === 'png' ? await readPng(bytes, orientation) : await readOther(bytes, orientation);
    clearHiddenColour(raster);
    return raster;
  } catch (error) {
    throw codingError(error, 'image-undecodable');
  }
}

function openSource(bytes: Uint8Array, ignoreIcc = false): Sharp {
  return sharp(bytes, {
    // Fails where Chromium does: on missing or damaged PNG data, but not on a JPEG that libjpeg
    // could mend, which browsers show as well.
    failOn: 'error',
    limitInputPixels: MAX_SOURCE_PIXELS,
    pages: 1,
    ignoreIcc,
  });
}

async function readPng(bytes: Uint8Array, orientation: Orientation): Promise<Raster> {
  const colour = readPngColour(bytes);
  const raster = await readColours(openSource(bytes, colour !== undefined), orientation);
  if (colour !== undefined) convertToSrgb(raster, colour);
  return raster;
}

async function readOther(bytes: Uint8Array, orientation: Orientation): Promise<Raster> {
  const source = openSource(bytes);
  const { space, hasProfile } = await source.metadata();
  return space === 'cmyk' && hasProfile !== true
    ? readInks(source, orientation)
    : readColours(source, orientation);
}

/** Any colour space, bit depth and profile to 8 bit sRGB. */
function readColours(source: Sharp, orientation: Orientation): Promise<Raster> {
  // Without a pipeline in sRGB, sharp takes 16 bit pictures with a profile to Display P3.
  const pixels = turnUpright(source, orientation)
    .pipelineColourspace('srgb')
    .toColourspace('srgb')
    .ensureAlpha();
  return readRaw(pixels);
}

/**
 * CMYK without a profile. Browsers multiply the inks; libvips would assume a printing profile, up to
 * 134 levels away.
 */
async function readInks(source: Sharp, orientation: Orientation): Promise<Raster> {
  const raster = await readRaw(
    turnUpright(source, orientation).pipelineColourspace('cmyk').toColourspace('cmyk'),
  );
  const { data } = raster;
  for (let i = 0; i < data.length; i += 4) {
    const light = (255 - data[i + 3]!) / 255;
    for (let ink = i; ink < i + 3; ink++) data[ink] = (255 - data[ink]!) * light;
    data[i + 3] = 255;
  }
  return raster;
}

async function readRaw(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 4) throw new Error(`${channels} channels instead of 4`);
  return {
    width,
    height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** Follows the probe, not libvips, whose reading of damaged or doubled EXIF data differs. */
function turnUpright(picture: Sharp, orientation: Orientation): Sharp {
  // sharp mirrors before it rotates, in whatever order it is told.
  switch (orientation) {
    case 1:
      return picture;
    case 2:
      return picture.flop();
    case 3:
      return picture.rotate(180);
    case 4:
      return picture.flip();
    case 5:
      return picture.flip().rotate(90);
    case 6:
      return picture.rotate(90);
    case 7:
      return picture.flop().rotate(90);
    case 8:
      return picture.rotate(270);
  }
}

/** Black under full transparency, where files may keep any colour: a browser's canvas forgets it. */
function clearHiddenColour({ data }: Raster): void {
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 0) data.fill(0, i, i + 3);
  }
}

async function encode(
  raster: Raster,
  format: OutputFormat,
  quality = STANDARD_QUALITY,
): Promise<Uint8Array> {
  const { width, height, data } = raster;
  try {
    const picture = sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false });
    const needed = hasTransparency(raster) ? picture : picture.removeAlpha();
    return new Uint8Array(await inFormat(needed, format, quality).toBuffer());
  } catch (error) {
    throw codingError(error, 'image-unencodable');
  }
}

function inFormat(picture: Sharp, format: OutputFormat, quality: number): Sharp {
  switch (format) {
    case 'png':
      // Filters chosen by line halve the file at twice the time.
      return picture.png({ compressionLevel: 6, adaptiveFiltering: true });
    case 'jpeg':
      return picture.jpeg({ quality, chromaSubsampling: '4:4:4' });
    case 'webp':
      return picture.webp({ quality });
  }
}

function codingError(
  error: unknown,
  code: 'image-undecodable' | 'image-unencodable',
): OnestepError {
  const isMemory = error instanceof Error && /out of memory/i.test(error.message);
  return new OnestepError(isMemory ? 'engine-memory' : code, {}, error);
}
