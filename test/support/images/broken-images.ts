import sharp, { type Sharp } from 'sharp';
import { deflateSync, inflateSync } from 'node:zlib';
import type { BrokenImage } from './fixture';
import { gradient, type Rgba } from './pictures';
import { bytesOf, headerChunk, joinPng, writePng, type PngChunk } from './png-writer';
import { extendedHeader, joinWebp, pictureChunk } from './webp-writer';

const WIDTH = 32;
const HEIGHT = 24;
const SIZE = { width: WIDTH, height: HEIGHT };
const LINE_BYTES = 1 + WIDTH * 3;

const END: PngChunk = { type: 'IEND', data: new Uint8Array() };
const RGB_HEADER = headerChunk({ ...SIZE, colourType: 2, bitDepth: 8 });

export async function brokenImages(): Promise<BrokenImage[]> {
  return [
    ...foreignFiles(),
    ...brokenPngs(),
    ...(await brokenJpegs()),
    ...(await brokenGifs()),
    ...(await brokenWebps()),
  ];
}

function foreignFiles(): BrokenImage[] {
  const foreign = (name: string, content: string): BrokenImage => ({
    name,
    bytes: bytesOf(Buffer.from(content, 'latin1')),
    code: 'image-format-unknown',
  });
  return [
    { name: 'no bytes', bytes: new Uint8Array(), code: 'image-empty' },
    { name: 'two bytes of a JPEG', bytes: Uint8Array.of(0xff, 0xd8), code: 'image-truncated' },
    foreign('text', 'Not a picture, but long enough to be taken for one.'),
    foreign('SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'),
    foreign('PDF', '%PDF-1.7 and so on'),
    foreign('BMP', 'BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0'),
    foreign('TIFF', 'II*\0\x08\0\0\0\0\0\0\0\0\0'),
    foreign('AVIF', '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'),
    foreign('RIFF that is a sound', 'RIFF\x24\0\0\0WAVEfmt '),
    foreign('zeros', '\0'.repeat(64)),
  ];
}

function brokenPngs(): BrokenImage[] {
  const png = writePng({ ...SIZE, colourType: 2, bitDepth: 8, samples });
  const withData = (data: Uint8Array, header = RGB_HEADER) =>
    joinPng([header, { type: 'IDAT', data }, END]);
  // The whole data of a small file stand in one chunk behind the header.
  const compressed = png.subarray(41, -16);
  const lines = inflateSync(compressed);
  const declaring = (width: number, height: number) =>
    withData(compressed, headerChunk({ width, height, colourType: 2, bitDepth: 8 }));
  const animation = new Uint8Array(8);
  animation[3] = 2;
  return [
    cut('PNG', png),
    { name: 'PNG without its end', bytes: png.subarray(0, -12), code: 'image-truncated' },
    damaged('PNG of 0 pixels', declaring(0, HEIGHT)),
    damaged('PNG of a negative size', declaring(WIDTH, 0x80000000)),
    damaged(
      'PNG of an unknown colour type',
      bytesOf(png.subarray(0, 25), Uint8Array.of(5), png.subarray(26)),
    ),
    damaged('PNG without data', joinPng([RGB_HEADER, END])),
    damaged('PNG without header', joinPng([{ type: 'IDAT', data: compressed }, END])),
    damaged(
      'PNG without palette',
      withData(compressed, headerChunk({ ...SIZE, colourType: 3, bitDepth: 8 })),
    ),
    damaged('PNG with a wrong checksum', flipped(png, png.length - 14)),
    damaged('PNG with wrong data', withData(flipped(compressed, compressed.length >> 1))),
    damaged('PNG with data of another kind', withData(Buffer.from('no zlib stream'))),
    damaged(
      'PNG with half of its lines',
      withData(deflateSync(lines.subarray(0, LINE_BYTES * 12))),
    ),
    damaged('PNG with one byte too few', withData(deflateSync(lines.subarray(0, -1)))),
    damaged('PNG with an unknown filter', withData(deflateSync(flipped(lines, LINE_BYTES * 5)))),
    {
      name: 'animated PNG',
      bytes: writePng({
        ...SIZE,
        colourType: 2,
        bitDepth: 8,
        samples,
        chunks: [{ type: 'acTL', data: animation }],
      }),
      code: 'image-animated',
    },
    tooLarge('PNG', declaring(60_000, 60_000)),
    tooLarge('PNG of the largest size', declaring(0x7fffffff, 0x7fffffff)),
  ];
}

async function brokenJpegs(): Promise<BrokenImage[]> {
  const jpeg = new Uint8Array(await source().removeAlpha().jpeg().toBuffer());
  const frame = indexOf(jpeg, 0xff, 0xc0);
  const tables = indexOf(jpeg, 0xff, 0xdb);
  const scan = indexOf(jpeg, 0xff, 0xda);
  return [
    cut('JPEG', jpeg),
    { name: 'JPEG without its end', bytes: jpeg.subarray(0, -2), code: 'image-truncated' },
    damaged('JPEG of height 0', replaced(jpeg, frame + 5, [0, 0])),
    damaged('JPEG of 12 bit', replaced(jpeg, frame + 4, [12])),
    damaged('JPEG of a lossless kind', replaced(jpeg, frame + 1, [0xc3])),
    damaged(
      'JPEG without quantisation table',
      bytesOf(jpeg.subarray(0, tables), jpeg.subarray(tables + 2 + jpeg[tables + 3]!)),
    ),
    damaged('JPEG without scan', bytesOf(jpeg.subarray(0, scan), jpeg.subarray(-2))),
    damaged('JPEG with an unknown marker', replaced(jpeg, scan + 30, [0xff, 0x02])),
    damaged('JPEG that starts twice', bytesOf(jpeg.subarray(0, 2), jpeg)),
    tooLarge('JPEG', replaced(jpeg, frame + 5, [0xff, 0xff, 0xff, 0xff])),
  ];
}

async function brokenGifs(): Promise<BrokenImage[]> {
  const gif = new Uint8Array(await source().gif().toBuffer());
  // After the header, the colour table, and the extension that sharp writes before each picture.
  const picture = 13 + 3 * 2 ** ((gif[10]! & 7) + 1) + 8;
  return [
    cut('GIF', gif),
    {
      name: 'GIF with too little data',
      bytes: replaced(gif, picture + 7, [200]),
      code: 'image-truncated',
    },
    damaged('GIF without picture', bytesOf(gif.subarray(0, picture), Uint8Array.of(0x3b))),
    damaged('GIF with an unknown block', replaced(gif, picture, [0x77])),
    damaged('GIF with codes of 13 bit', replaced(gif, picture + 10, [13])),
    { name: 'animated GIF', bytes: await animated('gif'), code: 'image-animated' },
    tooLarge('GIF', replaced(gif, 6, [0xff, 0xff, 0xff, 0xff])),
  ];
}

async function brokenWebps(): Promise<BrokenImage[]> {
  const webp = new Uint8Array(await source().webp({ lossless: true }).toBuffer());
  const picture = pictureChunk(webp);
  const extended = (width: number, height: number) =>
    joinWebp([{ type: 'VP8X', data: extendedHeader(0, width, height) }, picture]);
  return [
    cut('WebP', webp),
    damaged('WebP without picture', joinWebp([])),
    damaged('WebP with wrong data', replaced(webp, 30, new Array<number>(20).fill(0x5a))),
    damaged(
      'WebP with half of its data',
      joinWebp([{ ...picture, data: picture.data.subarray(0, picture.data.length >> 1) }]),
    ),
    { name: 'animated WebP', bytes: await animated('webp'), code: 'image-animated' },
    tooLarge('WebP', extended(0x1000000, 0x1000000)),
  ];
}

async function animated(format: 'gif' | 'webp'): Promise<Uint8Array> {
  const frames = Buffer.concat([
    Buffer.from(gradient(WIDTH, HEIGHT).data),
    Buffer.alloc(WIDTH * HEIGHT * 4, 99),
  ]);
  const raw = { width: WIDTH, height: HEIGHT * 2, channels: 4, pageHeight: HEIGHT } as const;
  return new Uint8Array(await sharp(frames, { raw })[format]().toBuffer());
}

function source(): Sharp {
  return sharp(gradient(WIDTH, HEIGHT).data, { raw: { ...SIZE, channels: 4 } });
}

function samples(x: number, y: number): readonly number[] {
  const colour: Rgba = [(x * 8) & 255, (y * 10) & 255, (x * y) & 255, 255];
  return colour.slice(0, 3);
}

function cut(format: string, bytes: Uint8Array): BrokenImage {
  return {
    name: `half of a ${format}`,
    bytes: bytes.subarray(0, bytes.length >> 1),
    code: 'image-truncated',
  };
}

function damaged(name: string, bytes: Uint8Array): BrokenImage {
  return { name, bytes, code: 'image-undecodable' };
}

function tooLarge(name: string, bytes: Uint8Array): BrokenImage {
  return { name: `${name} bomb`, bytes, code: 'image-too-large' };
}

function replaced(bytes: Uint8Array, offset: number, values: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(values, offset);
  return copy;
}

function flipped(bytes: Uint8Array, offset: number): Uint8Array {
  return replaced(bytes, offset, [(bytes[offset] ?? 0) ^ 0xff]);
}

/** Where a marker stands; the files are too small to hold it by chance before that. */
function indexOf(bytes: Uint8Array, ...marker: readonly number[]): number {
  const offset = Buffer.from(bytes).indexOf(Uint8Array.from(marker));
  if (offset === -1) throw new Error(`no ${marker.join(' ')}`);
  return offset;
}
