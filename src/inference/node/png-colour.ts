/**
 * The colour space of a PNG that says it without an ICC profile: by coding points (`cICP`) or by
 * gamma and chromaticities (`gAMA`, `cHRM`). libvips ignores these chunks, browsers follow them.
 */
import { ByteReader } from '../image/formats/byte-reader';
import type { Raster } from '../image/raster';
import {
  apply,
  invert,
  multiply,
  scaleColumns,
  transpose,
  type Matrix,
  type Vector,
} from './matrix';

/** CIE xy of white, red, green and blue. */
type Chromaticities = readonly [white: Xy, red: Xy, green: Xy, blue: Xy];
type Xy = readonly [x: number, y: number];

export interface PngColour {
  /** Level in 0 to 1 to light in 0 to 1. */
  readonly toLight: (level: number) => number;
  readonly primaries: Chromaticities;
}

const D65: Xy = [0.3127, 0.329];
const SRGB: Chromaticities = [D65, [0.64, 0.33], [0.3, 0.6], [0.15, 0.06]];

/** Coding points of ITU-T H.273; those of high dynamic range are left as they are. */
const PRIMARIES: Readonly<Record<number, Chromaticities>> = {
  1: SRGB,
  9: [D65, [0.708, 0.292], [0.17, 0.797], [0.131, 0.046]],
  12: [D65, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06]],
};
/** The other three bytes of `cICP`: transfer curve 13, no matrix, full range. */
const SRGB_FULL_RANGE_RGB = 0x0d0001;

/**
 * The `gAMA` of sRGB. Within 5 % of it, and without a `cHRM`, decoders take the picture for sRGB, whose
 * curve is no pure power.
 */
const SRGB_GAMMA = 45455;
const SRGB_GAMMA_TOLERANCE = 0.05;

const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/**
 * The colour space that `cICP`, or else `gAMA` and `cHRM`, give a PNG. It comes before an ICC profile
 * in the same file; undefined where that counts, or nothing is said.
 *
 * @param bytes a PNG that `probeImage` has accepted
 */
export function readPngColour(bytes: Uint8Array): PngColour | undefined {
  const chunks = readChunks(new ByteReader(bytes));
  const codingPoints = chunks.get('cICP');
  if (codingPoints !== undefined && codingPoints.length >= 4) {
    const primaries = PRIMARIES[codingPoints.uint8(0)];
    if (primaries !== undefined && codingPoints.uint32(0) % 2 ** 24 === SRGB_FULL_RANGE_RGB) {
      return { toLight: srgbToLight, primaries };
    }
  }
  if (chunks.has('iCCP') || chunks.has('sRGB')) return undefined;

  const gamma = chunks.get('gAMA');
  if (gamma === undefined || gamma.length < 4 || gamma.uint32(0) === 0) return undefined;
  const primaries = readChromaticities(chunks.get('cHRM'));
  const distance = Math.abs(gamma.uint32(0) / SRGB_GAMMA - 1);
  if (primaries === undefined && distance < SRGB_GAMMA_TOLERANCE) return undefined;
  const exponent = 100_000 / gamma.uint32(0);
  return { toLight: (level) => level ** exponent, primaries: primaries ?? SRGB };
}

/** Converts a picture's colours to sRGB, in place; what sRGB cannot hold is clipped. */
export function convertToSrgb({ data }: Raster, { toLight, primaries }: PngColour): void {
  const light = Float64Array.from({ length: 256 }, (_, level) => toLight(level / 255));
  const matrix = toSrgbPrimaries(primaries);
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue] = apply(matrix, [
      light[data[i]!]!,
      light[data[i + 1]!]!,
      light[data[i + 2]!]!,
    ]);
    data[i] = lightToLevel(red);
    data[i + 1] = lightToLevel(green);
    data[i + 2] = lightToLevel(blue);
  }
}

/** The chunks before the image data, the first of each type. */
function readChunks(file: ByteReader): Map<string, ByteReader> {
  const chunks = new Map<string, ByteReader>();
  for (let offset = 8; !file.hasText(offset + 4, 'IDAT');) {
    const length = file.uint32(offset);
    for (const type of ['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM']) {
      if (file.hasText(offset + 4, type) && !chunks.has(type)) {
        chunks.set(type, file.slice(offset + 8, length));
      }
    }
    offset += length + 12;
  }
  return chunks;
}

/** Undefined for values that span no colours. */
function readChromaticities(chunk: ByteReader | undefined): Chromaticities | undefined {
  if (chunk === undefined || chunk.length < 32) return undefined;
  const point = (index: number): Xy => [
    chunk.uint32(index * 8) / 100_000,
    chunk.uint32(index * 8 + 4) / 100_000,
  ];
  const read: Chromaticities = [point(0), point(1), point(2), point(3)];
  return toSrgbPrimaries(read).flat().every(Number.isFinite) ? read : undefined;
}

/** Light in these primaries to light in those of sRGB, white staying white. */
function toSrgbPrimaries(primaries: Chromaticities): Matrix {
  const adapted = multiply(adaptWhite(primaries[0], D65), toXyz(primaries));
  return multiply(invert(toXyz(SRGB)), adapted);
}

function toXyz([white, red, green, blue]: Chromaticities): Matrix {
  const columns = transpose([xyz(red), xyz(green), xyz(blue)]);
  return scaleColumns(columns, apply(invert(columns), xyz(white)));
}

/** Colours seen under one white as they look under another (Bradford's method). */
function adaptWhite(from: Xy, to: Xy): Matrix {
  const before = apply(BRADFORD, xyz(from));
  const after = apply(BRADFORD, xyz(to));
  const factors: Vector = [after[0] / before[0], after[1] / before[1], after[2] / before[2]];
  return multiply(scaleColumns(invert(BRADFORD), factors), BRADFORD);
}

/** At brightness 1. */
function xyz([x, y]: Xy): Vector {
  return [x / y, 1, (1 - x - y) / y];
}

function srgbToLight(level: number): number {
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
}

function lightToLevel(light: number): number {
  if (light <= 0.0031308) return Math.max(0, light) * 12.92 * 255;
  return (1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055) * 255;
}
