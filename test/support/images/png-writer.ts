/** Writes every kind of PNG that the standard knows, also those that image libraries do not write. */
import { crc32, deflateSync } from 'node:zlib';

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha. */
  readonly colourType: number;
  /** Bits of one sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  readonly interlaced?: boolean;
  /** Samples of one pixel, each in 0 to 2^bitDepth - 1. */
  readonly samples: (x: number, y: number) => readonly number[];
  /** Chunks between the header and the image data: PLTE, tRNS, iCCP, eXIf, acTL, … */
  readonly chunks?: readonly PngChunk[];
  /** Chunks between the image data and the end. */
  readonly chunksAfter?: readonly PngChunk[];
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** First column and row, and steps between columns and rows, of the seven Adam7 passes. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function writePng(options: PngOptions): Uint8Array {
  return joinPng([
    headerChunk(options),
    ...(options.chunks ?? []),
    { type: 'IDAT', data: deflateSync(imageData(options)) },
    ...(options.chunksAfter ?? []),
    { type: 'IEND', data: new Uint8Array() },
  ]);
}

export function headerChunk(
  options: Pick<PngOptions, 'width' | 'height' | 'colourType' | 'bitDepth' | 'interlaced'>,
): PngChunk {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(options.width, 0);
  data.writeUInt32BE(options.height, 4);
  data[8] = options.bitDepth;
  data[9] = options.colourType;
  data[12] = options.interlaced ? 1 : 0;
  return { type: 'IHDR', data };
}

/** A file of these chunks, with lengths and checksums. */
export function joinPng(chunks: readonly PngChunk[]): Uint8Array {
  return bytesOf(SIGNATURE, ...chunks.map(encodeChunk));
}

export function bytesOf(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function encodeChunk({ type, data }: PngChunk): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Scan lines with their filter types, which cycle through all five, before compression. */
function imageData(options: PngOptions): Uint8Array {
  const { width, height } = options;
  const passes = options.interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  const lines: Uint8Array[] = [];
  for (const [x0, y0, dx, dy] of passes) {
    const columns = range(x0, width, dx);
    if (columns.length === 0) continue;
    let above: Uint8Array | undefined;
    for (const [index, y] of range(y0, height, dy).entries()) {
      const line = packLine(
        columns.flatMap((x) => options.samples(x, y)),
        options.bitDepth,
      );
      const bytesPerPixel = Math.max(1, (options.samples(0, 0).length * options.bitDepth) / 8);
      lines.push(filterLine(line, above ?? new Uint8Array(line.length), bytesPerPixel, index % 5));
      above = line;
    }
  }
  return Buffer.concat(lines);
}

function range(start: number, end: number, step: number): number[] {
  const values: number[] = [];
  for (let value = start; value < end; value += step) values.push(value);
  return values;
}

function packLine(samples: readonly number[], bitDepth: number): Uint8Array {
  const line = new Uint8Array(Math.ceil((samples.length * bitDepth) / 8));
  for (const [i, sample] of samples.entries()) {
    if (bitDepth === 16) {
      line[i * 2] = sample >> 8;
      line[i * 2 + 1] = sample & 255;
    } else {
      const bit = i * bitDepth;
      line[bit >> 3] = (line[bit >> 3] ?? 0) | (sample << (8 - bitDepth - (bit & 7)));
    }
  }
  return line;
}

function filterLine(
  line: Uint8Array,
  above: Uint8Array,
  bytesPerPixel: number,
  filter: number,
): Uint8Array {
  const filtered = new Uint8Array(line.length + 1);
  filtered[0] = filter;
  for (let i = 0; i < line.length; i++) {
    const left = line[i - bytesPerPixel] ?? 0;
    const up = above[i] ?? 0;
    const upLeft = above[i - bytesPerPixel] ?? 0;
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0;
    filtered[i + 1] = (line[i] ?? 0) - predicted;
  }
  return filtered;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [left, up, upLeft].map((value) =>
    Math.abs(estimate - value),
  ) as [number, number, number];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
