import sharp, { type JpegOptions, type Sharp } from 'sharp';
import type { Orientation } from '../../../src/inference/image/header';
import type { Raster } from '../../../src/inference/image/raster';
import { writeExif } from './exif-writer';
import type { ImageFixture } from './fixture';
import { exifSegment, insertSegment, writeFlatJpeg } from './jpeg-writer';
import { gradient, paint, pixelAt, storedFor } from './pictures';
import { bytesOf } from './png-writer';

const WIDTH = 40;
const HEIGHT = 24;

/** What quality 95 may change in a smooth picture, and decoders in their rounding. */
const TOLERANCE = 5;

export async function jpegFixtures(): Promise<ImageFixture[]> {
  const picture = gradient(WIDTH, HEIGHT);
  const plain = await encode(picture, { chromaSubsampling: '4:4:4' });
  const gray = paint(WIDTH, HEIGHT, (x, y) => {
    const [red] = pixelAt(picture, x, y);
    return [red, red, red, 255];
  });
  return [
    fixture('jpeg 4:4:4', plain, picture),
    fixture('jpeg 4:2:0', await encode(picture, { chromaSubsampling: '4:2:0' }), picture, 8),
    fixture('jpeg progressive', await encode(picture, { progressive: true }), picture, 8),
    fixture('jpeg gray', await encode(gray, {}, 'b-w'), gray),
    restarts(),
    ...(await Promise.all(([1, 2, 3, 4, 5, 6, 7, 8] as const).map((o) => oriented(o, picture)))),
    fixture('jpeg with bytes after its end', bytesOf(plain, Buffer.from('trailer')), picture),
    fixture('jpeg followed by another one', bytesOf(plain, plain), picture),
    fixture(
      'jpeg with a thumbnail in its EXIF data',
      insertSegment(plain, 0xe1, exifSegment(writeExif(1, { trailer: plain }))),
      picture,
    ),
    fixture(
      'jpeg with damaged EXIF data',
      insertSegment(plain, 0xe1, exifSegment(Uint8Array.of(0x4d, 0x4d, 0, 42, 0xff, 0xff, 0, 0))),
      picture,
    ),
    fixture('jpeg with fill bytes', fillBytes(plain), picture),
    await displayP3(picture),
    cmyk(),
  ];
}

function fixture(
  name: string,
  bytes: Uint8Array,
  pixels: Raster,
  tolerance = TOLERANCE,
): ImageFixture {
  return { name, bytes, header: header(pixels), pixels, tolerance };
}

function header({ width, height }: Raster): ImageFixture['header'] {
  return { format: 'jpeg', width, height, orientation: 1, animated: false };
}

async function oriented(orientation: Orientation, upright: Raster): Promise<ImageFixture> {
  const stored = storedFor(orientation, upright);
  const jpeg = await encode(stored, { chromaSubsampling: '4:4:4' });
  const exif = writeExif(orientation, { littleEndian: orientation % 2 === 0 });
  return {
    name: `jpeg with EXIF orientation ${orientation}`,
    bytes: insertSegment(jpeg, 0xe1, exifSegment(exif)),
    header: { ...header(stored), orientation },
    pixels: upright,
    tolerance: TOLERANCE,
  };
}

function restarts(): ImageFixture {
  const level = (column: number, row: number) => 20 + column * 40 + row * 15;
  return fixture(
    'jpeg with restart markers',
    writeFlatJpeg(5, 3, (column, row) => [level(column, row)]),
    paint(40, 24, (x, y) => {
      const gray = level(x >> 3, y >> 3);
      return [gray, gray, gray, 255];
    }),
    0,
  );
}

/** The standard allows any number of `FF` before a marker. */
function fillBytes(jpeg: Uint8Array): Uint8Array {
  const fill = Uint8Array.of(0xff, 0xff, 0xff);
  return bytesOf(jpeg.subarray(0, 2), fill, jpeg.subarray(2, -2), fill, jpeg.subarray(-2));
}

/** sharp converts the colours into the profile, so a decoder must give the original ones back. */
async function displayP3(picture: Raster): Promise<ImageFixture> {
  const bytes = await source(picture)
    .withIccProfile('p3')
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return fixture('jpeg in Display P3', new Uint8Array(bytes), picture, 8);
}

/** Stored as every program does, inverted and marked as Adobe's: 255 is no ink. */
function cmyk(): ImageFixture {
  const inks = [245, 165, 95, 215] as const;
  const adobe = Uint8Array.of(0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);
  const [red, green, blue] = inks.map((ink) => Math.round((ink * inks[3]) / 255));
  return fixture(
    'jpeg in CMYK',
    insertSegment(
      writeFlatJpeg(5, 3, () => inks),
      0xee,
      adobe,
    ),
    paint(WIDTH, HEIGHT, () => [red!, green!, blue!, 255]),
    1,
  );
}

async function encode(
  picture: Raster,
  options: JpegOptions,
  colourspace: 'srgb' | 'b-w' = 'srgb',
): Promise<Uint8Array> {
  const jpeg = source(picture).toColourspace(colourspace);
  return new Uint8Array(await jpeg.jpeg({ quality: 95, ...options }).toBuffer());
}

function source({ width, height, data }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
}
