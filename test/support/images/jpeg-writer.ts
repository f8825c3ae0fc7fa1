/** JPEG parts that image libraries do not write: restart markers, and segments put in by hand. */
import { bytesOf } from './png-writer';

const BLOCK_PX = 8;

/**
 * A baseline JPEG of flat 8 × 8 blocks with a restart marker after every block. A block has one
 * coefficient, quantised by 8, so that it decodes to exactly the given levels.
 *
 * @param levelsAt one level for gray, four for CMYK
 */
export function writeFlatJpeg(
  columns: number,
  rows: number,
  levelsAt: (column: number, row: number) => readonly number[],
): Uint8Array {
  const scan: number[] = [];
  for (let i = 0; i < columns * rows; i++) {
    if (i > 0) scan.push(0xff, 0xd0 + ((i - 1) % 8));
    // A restart resets the prediction, so each block codes its own levels.
    scan.push(
      ...packBits(
        levelsAt(i % columns, Math.floor(i / columns))
          .map(codeBlock)
          .join(''),
      ),
    );
  }
  const size = [...uint16(rows * BLOCK_PX), ...uint16(columns * BLOCK_PX)];
  const components = levelsAt(0, 0).map((_, index) => index + 1);
  return bytesOf(
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, Uint8Array.of(0, ...new Array<number>(64).fill(8))),
    segment(
      0xc0,
      Uint8Array.of(8, ...size, components.length, ...components.flatMap((id) => [id, 0x11, 0])),
    ),
    // Nine lengths of differences with codes of four bits each; one AC code, "end of block".
    segment(0xc4, Uint8Array.of(0x00, 0, 0, 0, 9, ...zeros(12), 0, 1, 2, 3, 4, 5, 6, 7, 8)),
    segment(0xc4, Uint8Array.of(0x10, 1, ...zeros(15), 0)),
    segment(0xdd, Uint8Array.of(0, 1)),
    segment(
      0xda,
      Uint8Array.of(components.length, ...components.flatMap((id) => [id, 0]), 0, 63, 0),
    ),
    Uint8Array.from(scan),
    Uint8Array.of(0xff, 0xd9),
  );
}

/** A JPEG with one more segment straight after its start. */
export function insertSegment(jpeg: Uint8Array, marker: number, data: Uint8Array): Uint8Array {
  return bytesOf(jpeg.subarray(0, 2), segment(marker, data), jpeg.subarray(2));
}

export function exifSegment(exif: Uint8Array): Uint8Array {
  return bytesOf(Buffer.from('Exif\0\0', 'latin1'), exif);
}

function segment(marker: number, data: Uint8Array): Uint8Array {
  return bytesOf(Uint8Array.of(0xff, marker, ...uint16(data.length + 2)), data);
}

/** The bits of a flat block. */
function codeBlock(level: number): string {
  const coefficient = level - 128;
  const magnitude = Math.abs(coefficient);
  const length = magnitude === 0 ? 0 : Math.floor(Math.log2(magnitude)) + 1;
  const value = coefficient < 0 ? coefficient + 2 ** length - 1 : coefficient;
  const bits = length === 0 ? '' : value.toString(2).padStart(length, '0');
  return `${length.toString(2).padStart(4, '0')}${bits}0`;
}

/** Whole bytes, filled up with ones, and a zero after each `FF`. */
function packBits(bits: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    const byte = parseInt(bits.slice(i, i + 8).padEnd(8, '1'), 2);
    bytes.push(byte);
    if (byte === 0xff) bytes.push(0x00);
  }
  return bytes;
}

function uint16(value: number): [number, number] {
  return [value >> 8, value & 255];
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
