import sharp from 'sharp';
import { deflateSync } from 'node:zlib';
import { writeExif } from './exif-writer';
import type { ImageFixture } from './fixture';
import { gradient, paint, pixelAt, storedFor, translucentGradient, type Rgba } from './pictures';
import { writePng, type PngChunk, type PngOptions } from './png-writer';

const WIDTH = 21;
const HEIGHT = 13;

/** The picture that most of the files hold: the samples are taken from it or made to match it. */
const PICTURE = translucentGradient(WIDTH, HEIGHT);

interface Kind {
  readonly name: string;
  readonly options: Omit<PngOptions, 'width' | 'height'>;
  readonly pixel: (x: number, y: number) => Rgba;
}

export async function pngFixtures(): Promise<ImageFixture[]> {
  const kinds = [...grayKinds(), ...colourKinds(), ...paletteKinds()];
  return [
    ...kinds.flatMap((kind) => [fixtureOf(kind, false), fixtureOf(kind, true)]),
    onePixel(),
    withExif(),
    withTrailer(),
    ...inDisplayP3(await displayP3Profile()),
    ...withGamma(),
    singleFrameAnimation(),
  ];
}

function fixtureOf({ name, options, pixel }: Kind, interlaced: boolean): ImageFixture {
  return {
    name: `png ${name}${interlaced ? ' interlaced' : ''}`,
    bytes: writePng({ width: WIDTH, height: HEIGHT, ...options, interlaced }),
    header: header(),
    pixels: paint(WIDTH, HEIGHT, pixel),
    // 16 bit are cut to 8 in one decoder and rounded in the other.
    tolerance: options.bitDepth === 16 ? 1 : 0,
  };
}

function header(width = WIDTH, height = HEIGHT): ImageFixture['header'] {
  return { format: 'png', width, height, orientation: 1, animated: false };
}

function grayKinds(): Kind[] {
  const plain = [1, 2, 4, 8, 16].flatMap((bitDepth): Kind[] => {
    const most = 2 ** bitDepth - 1;
    const sample = (x: number, y: number) =>
      bitDepth === 16 ? (x * 3001 + y * 257) & most : (x * 3 + y) & most;
    const level = (x: number, y: number) => Math.round((sample(x, y) * 255) / most);
    const key = sample(2, 3);
    return [
      {
        name: `gray ${bitDepth} bit`,
        options: { colourType: 0, bitDepth, samples: (x, y) => [sample(x, y)] },
        pixel: (x, y) => [level(x, y), level(x, y), level(x, y), 255],
      },
      {
        name: `gray ${bitDepth} bit with a transparent level`,
        options: {
          colourType: 0,
          bitDepth,
          samples: (x, y) => [sample(x, y)],
          chunks: [{ type: 'tRNS', data: uint16s(key) }],
        },
        pixel: (x, y) => {
          const gray = level(x, y);
          return [gray, gray, gray, sample(x, y) === key ? 0 : 255];
        },
      },
    ];
  });
  const withAlpha = [8, 16].map((bitDepth): Kind => {
    const scale = bitDepth === 16 ? 257 : 1;
    return {
      name: `gray and alpha ${bitDepth} bit`,
      options: {
        colourType: 4,
        bitDepth,
        samples: (x, y) => {
          const [red, , , alpha] = pixelAt(PICTURE, x, y);
          return [red * scale, alpha * scale];
        },
      },
      pixel: (x, y) => {
        const [red, , , alpha] = pixelAt(PICTURE, x, y);
        return [red, red, red, alpha];
      },
    };
  });
  return [...plain, ...withAlpha];
}

function colourKinds(): Kind[] {
  return [8, 16].flatMap((bitDepth): Kind[] => {
    const scale = bitDepth === 16 ? 257 : 1;
    const rgb = (x: number, y: number) =>
      pixelAt(PICTURE, x, y)
        .slice(0, 3)
        .map((level) => level * scale);
    const key = rgb(5, 6);
    const opaque = (x: number, y: number): Rgba => {
      const [red, green, blue] = pixelAt(PICTURE, x, y);
      return [red, green, blue, 255];
    };
    return [
      {
        name: `RGB ${bitDepth} bit`,
        options: { colourType: 2, bitDepth, samples: rgb },
        pixel: opaque,
      },
      {
        name: `RGB ${bitDepth} bit with a transparent colour`,
        options: {
          colourType: 2,
          bitDepth,
          samples: rgb,
          chunks: [{ type: 'tRNS', data: uint16s(...key) }],
        },
        pixel: (x, y) => {
          const [red, green, blue] = opaque(x, y);
          return [red, green, blue, rgb(x, y).every((value, i) => value === key[i]) ? 0 : 255];
        },
      },
      {
        name: `RGBA ${bitDepth} bit`,
        options: {
          colourType: 6,
          bitDepth,
          samples: (x, y) => pixelAt(PICTURE, x, y).map((level) => level * scale),
        },
        pixel: (x, y) => pixelAt(PICTURE, x, y),
      },
    ];
  });
}

function paletteKinds(): Kind[] {
  return [1, 2, 4, 8].flatMap((bitDepth): Kind[] => {
    const size = 2 ** bitDepth;
    const index = (x: number, y: number) => (x + y * 5) % size;
    const palette = Array.from({ length: size }, (_, i): [number, number, number] => [
      (i * 37 + 11) & 255,
      (i * 91 + 5) & 255,
      (i * 151 + 77) & 255,
    ]);
    const alphas = Array.from({ length: size >> 1 }, (_, i) => Math.round((i * 255) / size));
    const colour = (x: number, y: number) => palette[index(x, y)]!;
    const plte: PngChunk = { type: 'PLTE', data: Uint8Array.from(palette.flat()) };
    const base = {
      colourType: 3,
      bitDepth,
      samples: (x: number, y: number) => [index(x, y)],
    };
    return [
      {
        name: `palette ${bitDepth} bit`,
        options: { ...base, chunks: [plte] },
        pixel: (x, y) => [...colour(x, y), 255],
      },
      {
        name: `palette ${bitDepth} bit with alpha`,
        options: { ...base, chunks: [plte, { type: 'tRNS', data: Uint8Array.from(alphas) }] },
        pixel: (x, y) => [...colour(x, y), alphas[index(x, y)] ?? 255],
      },
    ];
  });
}

function onePixel(): ImageFixture {
  return {
    name: 'png of one pixel',
    bytes: writePng({
      width: 1,
      height: 1,
      colourType: 6,
      bitDepth: 8,
      samples: () => [250, 120, 3, 1],
    }),
    header: header(1, 1),
    pixels: paint(1, 1, () => [250, 120, 3, 1]),
    tolerance: 0,
  };
}

function withExif(): ImageFixture {
  const upright = gradient(WIDTH, HEIGHT);
  const stored = storedFor(6, upright);
  return {
    name: 'png with EXIF orientation 6',
    bytes: writePng({
      width: stored.width,
      height: stored.height,
      colourType: 2,
      bitDepth: 8,
      samples: (x, y) => pixelAt(stored, x, y).slice(0, 3),
      chunks: [{ type: 'eXIf', data: writeExif(6) }],
    }),
    header: { ...header(stored.width, stored.height), orientation: 6 },
    pixels: upright,
    tolerance: 0,
  };
}

function withTrailer(): ImageFixture {
  const bytes = writePng({
    width: WIDTH,
    height: HEIGHT,
    colourType: 6,
    bitDepth: 8,
    samples: (x, y) => pixelAt(PICTURE, x, y),
  });
  return {
    name: 'png with bytes after its end',
    bytes: new Uint8Array(Buffer.concat([bytes, Buffer.from('something else\0\0')])),
    header: header(),
    pixels: PICTURE,
    tolerance: 0,
  };
}

/** Colours outside sRGB are clipped; the expected ones were computed by the profile's own formulas. */
function inDisplayP3(profile: Uint8Array): ImageFixture[] {
  const iccp = Buffer.concat([Buffer.from('p3\0\0', 'latin1'), deflateSync(profile)]);
  const kinds: readonly [name: string, bitDepth: number, chunk: PngChunk][] = [
    ['by profile', 8, { type: 'iCCP', data: iccp }],
    ['by profile, 16 bit', 16, { type: 'iCCP', data: iccp }],
    ['by coding points', 8, { type: 'cICP', data: Uint8Array.of(12, 13, 0, 1) }],
  ];
  return kinds.map(([name, bitDepth, chunk]) =>
    inColourSpace(`png in Display P3 ${name}`, bitDepth, [chunk], displayP3ToSrgb),
  );
}

/** With chromaticities the curve is a pure power; without, 1/2.2 stands for sRGB. */
function withGamma(): ImageFixture[] {
  const gamma = (value: number): PngChunk => ({ type: 'gAMA', data: uint32s(value) });
  const srgb: PngChunk = {
    type: 'cHRM',
    data: uint32s(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000),
  };
  const power = (exponent: number) => (colour: Rgba) =>
    mapColour(colour, (level) => fromLinear((level / 255) ** exponent));
  const unchanged = (colour: Rgba) => colour;
  return [
    inColourSpace('png with gamma 1/2.2', 8, [gamma(45455)], unchanged),
    inColourSpace('png with gamma 1/1.8', 8, [gamma(55556)], power(1.8)),
    inColourSpace('png with gamma and chromaticities', 8, [gamma(45455), srgb], power(2.2)),
    inColourSpace(
      'png with gamma that sRGB overrides',
      8,
      [{ type: 'sRGB', data: Uint8Array.of(0) }, gamma(100_000)],
      unchanged,
    ),
  ];
}

function inColourSpace(
  name: string,
  bitDepth: number,
  chunks: readonly PngChunk[],
  toSrgb: (colour: Rgba) => Rgba,
): ImageFixture {
  const picture = gradient(WIDTH, HEIGHT);
  const scale = bitDepth === 16 ? 257 : 1;
  return {
    name,
    bytes: writePng({
      width: WIDTH,
      height: HEIGHT,
      colourType: 2,
      bitDepth,
      samples: (x, y) =>
        pixelAt(picture, x, y)
          .slice(0, 3)
          .map((level) => level * scale),
      chunks,
    }),
    header: header(),
    pixels: paint(WIDTH, HEIGHT, (x, y) => toSrgb(pixelAt(picture, x, y))),
    // Profiles store their curves and colours rounded.
    tolerance: 2,
  };
}

async function displayP3Profile(): Promise<Uint8Array> {
  const black = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const { icc } = await sharp(await black.withIccProfile('p3').png().toBuffer()).metadata();
  if (icc === undefined) throw new Error('sharp wrote no profile');
  return icc;
}

/** An animation of one frame is a still picture to every viewer. */
function singleFrameAnimation(): ImageFixture {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(1, 0);
  const frame = Buffer.alloc(26);
  frame.writeUInt32BE(WIDTH, 4);
  frame.writeUInt32BE(HEIGHT, 8);
  return {
    name: 'png animation of one frame',
    bytes: writePng({
      width: WIDTH,
      height: HEIGHT,
      colourType: 6,
      bitDepth: 8,
      samples: (x, y) => pixelAt(PICTURE, x, y),
      chunks: [
        { type: 'acTL', data: control },
        { type: 'fcTL', data: frame },
      ],
    }),
    header: header(),
    pixels: PICTURE,
    tolerance: 0,
  };
}

function mapColour([red, green, blue, alpha]: Rgba, map: (level: number) => number): Rgba {
  return [map(red), map(green), map(blue), alpha];
}

function displayP3ToSrgb([red, green, blue, alpha]: Rgba): Rgba {
  const [r, g, b] = [red, green, blue].map(toLinear) as [number, number, number];
  return [
    fromLinear(1.224940176 * r - 0.224940176 * g),
    fromLinear(-0.042056955 * r + 1.042056955 * g),
    fromLinear(-0.019637555 * r - 0.078636046 * g + 1.0982736 * b),
    alpha,
  ];
}

function toLinear(level: number): number {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  const clipped = Math.min(1, Math.max(0, value));
  const encoded = clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}

function uint32s(...values: number[]): Uint8Array {
  return uint16s(...values.flatMap((value) => [Math.floor(value / 0x10000), value & 0xffff]));
}

function uint16s(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255]));
}
