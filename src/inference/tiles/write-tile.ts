import type { Raster } from '../image/raster';
import { lanczosTaps, type AxisTaps } from '../resample/taps';
import { BLOCK_ROWS, weighLine } from '../resample/weigh-line';
import type { ColourPlanes } from '../runtime/model-session';
import type { Tile, TilingTask } from './plan';
import type { Colour } from './read-tile';
import type { Rect } from './rect';

/** How native pixels become result pixels, for a whole picture. */
export interface ResultGrid {
  readonly nativeScale: number;
  readonly columns: AxisTaps;
  readonly rows: AxisTaps;
}

export function resultGrid(task: TilingTask): ResultGrid {
  const { nativeScale } = task;
  return {
    nativeScale,
    columns: lanczosTaps(task.sourceWidth * nativeScale, task.resultWidth),
    rows: lanczosTaps(task.sourceHeight * nativeScale, task.resultHeight),
  };
}

/**
 * Writes the colours of a tile's kept part into the result; alpha is left alone.
 *
 * @param answer what the network gave for `tile.pre`, at its native scale
 */
export function writeTile(
  answer: ColourPlanes,
  tile: Tile,
  grid: ResultGrid,
  result: Raster,
): void {
  const { post, pre } = tile;
  if (isNative(grid)) return writeNative(answer, tile, grid.nativeScale, result);
  const columns = new AxisWindow(grid.columns, pre.left * grid.nativeScale, post.left, post.width);
  const rows = new AxisWindow(grid.rows, pre.top * grid.nativeScale, post.top, post.height);
  const planeLength = answer.width * answer.height;
  for (let channel = 0; channel < 3; channel++) {
    const plane = answer.data.subarray(channel * planeLength, (channel + 1) * planeLength);
    const narrow = resizeRows(plane, answer.width, columns, rows);
    writePlane(
      narrow,
      columns.length,
      rows,
      result,
      (post.top * result.width + post.left) * 4 + channel,
    );
  }
}

/** Nothing to resize: the result has the size that the network gives. */
function isNative({ columns, rows }: ResultGrid): boolean {
  return columns.inputSize === columns.outputSize && rows.inputSize === rows.outputSize;
}

/** To the byte what resizing to the same size gives, in a quarter of the time. */
function writeNative(
  { data, width, height }: ColourPlanes,
  { post, pre }: Tile,
  nativeScale: number,
  result: Raster,
): void {
  const plane = width * height;
  const bytes = result.data;
  for (let y = post.top; y < post.top + post.height; y++) {
    let source = (y - pre.top * nativeScale) * width + post.left - pre.left * nativeScale;
    let target = (y * result.width + post.left) * 4;
    for (let x = 0; x < post.width; x++, source++, target += 4) {
      bytes[target] = unitToLevel(data[source]!);
      bytes[target + 1] = unitToLevel(data[source + plane]!);
      bytes[target + 2] = unitToLevel(data[source + 2 * plane]!);
    }
  }
}

/** 0..1 → 0..255, rounded half up; what lies beyond is clamped by the array that it is stored in. */
function unitToLevel(value: number): number {
  return Math.floor(value * 255 + 0.5);
}

/** Paints a rectangle of the result in one colour; alpha is left alone. */
export function fillTile(result: Raster, rect: Rect, [red, green, blue]: Colour): void {
  for (let y = rect.top; y < rect.top + rect.height; y++) {
    const start = (y * result.width + rect.left) * 4;
    for (let at = start; at < start + rect.width * 4; at += 4) {
      result.data[at] = red;
      result.data[at + 1] = green;
      result.data[at + 2] = blue;
    }
  }
}

/** A stretch of result pixels along one axis, over a crop of the native pixels. */
class AxisWindow {
  constructor(
    readonly taps: AxisTaps,
    /** Native pixel that the crop begins with. */
    readonly origin: number,
    /** First result pixel. */
    readonly start: number,
    readonly length: number,
  ) {}

  /** First pixel of the crop that result pixel `start + index` reads. */
  first(index: number): number {
    return this.taps.starts[this.start + index]! - this.origin;
  }

  count(index: number): number {
    return this.taps.counts[this.start + index]!;
  }

  /** Pixels of the crop that are read at all: first, and one past the last. */
  get range(): readonly [number, number] {
    const last = this.length - 1;
    return [this.first(0), this.first(last) + this.count(last)];
  }
}

/** Resizes along x, only those rows that are read along y; the other rows stay zero. */
function resizeRows(
  plane: Float32Array,
  planeWidth: number,
  columns: AxisWindow,
  rows: AxisWindow,
): Float32Array {
  const [firstRow, endRow] = rows.range;
  const narrow = new Float32Array(endRow * columns.length);
  const sums = new Float64Array(BLOCK_ROWS);
  for (let top = firstRow; top < endRow; top += BLOCK_ROWS) {
    const block = sums.subarray(0, endRow - top);
    for (let x = 0; x < columns.length; x++) {
      const first = top * planeWidth + columns.first(x);
      weighLine(block, columns.taps, columns.start + x, plane, first, 1, planeWidth);
      let target = top * columns.length + x;
      for (let y = 0; y < block.length; y++, target += columns.length) narrow[target] = block[y]!;
    }
  }
  return narrow;
}

/** Resizes along y, clamps 0..1, rounds half up to bytes, and stores every fourth byte. */
function writePlane(
  narrow: Float32Array,
  width: number,
  rows: AxisWindow,
  result: Raster,
  firstByte: number,
): void {
  const sums = new Float64Array(width);
  const bytes = result.data;
  for (let y = 0; y < rows.length; y++) {
    weighLine(sums, rows.taps, rows.start + y, narrow, rows.first(y) * width, width, 1);
    let target = firstByte + y * result.width * 4;
    for (let x = 0; x < width; x++, target += 4) {
      bytes[target] = unitToLevel(sums[x]!);
    }
  }
}
