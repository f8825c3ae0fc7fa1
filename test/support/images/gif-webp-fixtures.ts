import sharp, { type Sharp } from 'sharp';
import type { Raster } from '../../../src/inference/image/raster';
import { writeExif } from './exif-writer';
import type { ImageFixture } from './fixture';
import { gradient, paint, translucentGradient, type Rgba } from './pictures';
import { bytesOf } from './png-writer';
import { extendedHeader, joinWebp, pictureChunk } from './webp-writer';

const WIDTH = 22;
const HEIGHT = 14;
const EXIF_FLAG = 0x08;

export async function gifFixtures(): Promise<ImageFixture[]> {
  const stripes = paint(WIDTH, HEIGHT, stripe);
  const holes = paint(WIDTH, HEIGHT, (x, y) => [20, 130, 90, x > y ? 255 : 0]);
  const bytes = new Uint8Array(await source(stripes).gif().toBuffer());
  return [
    fixture('gif', 'gif', bytes, stripes),
    fixture('gif with transparency', 'gif', await source(holes).gif().toBuffer(), holes),
    fixture('gif without its trailer', 'gif', bytes.subarray(0, -1), stripes),
    screen('gif on a larger screen', bytes, WIDTH + 5, HEIGHT + 3),
    screen('gif on a smaller screen', bytes, 3, 2),
    screen('gif on a screen of no size', bytes, 0, 0),
    fixture('gif with bytes after its end', 'gif', bytesOf(bytes, Buffer.from('more')), stripes),
  ];
}

export async function webpFixtures(): Promise<ImageFixture[]> {
  const opaque = gradient(WIDTH, HEIGHT);
  const translucent = translucentGradient(WIDTH, HEIGHT);
  const lossless = await source(translucent).webp({ lossless: true, exact: true }).toBuffer();
  // Chromium does not follow the orientation of WebP files, so no decoder here does.
  const rotated = joinWebp([
    { type: 'VP8X', data: extendedHeader(EXIF_FLAG, WIDTH, HEIGHT) },
    pictureChunk(await source(opaque).removeAlpha().webp({ lossless: true }).toBuffer()),
    { type: 'EXIF', data: writeExif(6) },
  ]);
  return [
    fixture('webp lossy', 'webp', await lossy(source(opaque).removeAlpha()), opaque, 12),
    fixture('webp lossy with alpha', 'webp', await lossy(source(translucent)), translucent, 20),
    fixture('webp lossless with alpha', 'webp', lossless, translucent),
    fixture(
      'webp with bytes after its end',
      'webp',
      bytesOf(lossless, Buffer.from('x')),
      translucent,
    ),
    fixture('webp with EXIF orientation 6', 'webp', rotated, opaque),
  ];
}

/** A GIF whose declared screen is not the size of its picture; it grows, but does not shrink. */
function screen(name: string, gif: Uint8Array, width: number, height: number): ImageFixture {
  const bytes = Uint8Array.from(gif);
  const view = new DataView(bytes.buffer);
  view.setUint16(6, width, true);
  view.setUint16(8, height, true);
  const pixels = paint(Math.max(width, WIDTH), Math.max(height, HEIGHT), (x, y) =>
    x < WIDTH && y < HEIGHT ? stripe(x, y) : [0, 0, 0, 0],
  );
  return fixture(name, 'gif', bytes, pixels);
}

function stripe(x: number, y: number): Rgba {
  return [x > 9 ? 250 : 20, y > 5 ? 130 : 40, 90, 255];
}

function fixture(
  name: string,
  format: 'gif' | 'webp',
  bytes: Uint8Array,
  pixels: Raster,
  tolerance = 0,
): ImageFixture {
  const { width, height } = pixels;
  return {
    name,
    bytes: new Uint8Array(bytes),
    header: { format, width, height, orientation: 1, animated: false },
    pixels,
    tolerance,
  };
}

function lossy(picture: Sharp): Promise<Uint8Array> {
  return picture.webp({ quality: 95, alphaQuality: 100 }).toBuffer();
}

function source({ width, height, data }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}
