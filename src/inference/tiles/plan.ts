/**
 * Where to cut a picture. A tile is planned on the grid of the *result*: `post` is the part of the
 * result that it fills, `pre` the part of the source that the network has to see for it. The network
 * answers at its native scale; where the result is smaller than that, each tile is shrunk on its own
 * by a filter whose phase is that of the whole picture, so that tiles join without a seam and a
 * native-size picture never exists as a whole.
 *
 * A network that repeats the edges of its input by itself gets the edges of the picture as they are;
 * one that does not gets them repeated for the length of its reach. Where a picture is cut inside,
 * both get real neighbours for that length.
 */
import { tapRange } from '../resample/taps';
import type { Rect } from './rect';

/** A network that reads pictures as crops, and the sizes in play. All sizes in pixels. */
export interface TilingTask {
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  /** At least the source's and at most `nativeScale` times the source's. */
  readonly resultWidth: number;
  readonly resultHeight: number;
  /** Enlargement of the network's answer. */
  readonly nativeScale: number;
  /** How far from itself a source pixel is seen by the network, in source pixels. */
  readonly reach: number;
  /**
   * `pre` starts at multiples of this many source pixels, from the corner of the picture, and its
   * sides are multiples of it.
   */
  readonly alignment: number;
  /** Who repeats the edges of the picture: the network (`replicated`) or the caller (`padded`). */
  readonly edges: 'replicated' | 'padded';
  /** Longest sides that `pre` may have, of which one is chosen; each well above `2 * reach`. */
  readonly tileSizes: readonly number[];
}

export interface Tile {
  /** Kept part, on the grid of the result. The `post` of all tiles cover it exactly once. */
  readonly post: Rect;
  /**
   * Read part, on the grid of the source. May stick out of the picture to fill up to the alignment,
   * and where edges are `padded` by the reach; the picture's edge is meant there.
   */
  readonly pre: Rect;
}

/** What starting the network costs beside its pixels: half a millisecond, at about 8 µs a pixel (wasm). */
const RUN_COST_PX = 70;

/** A stretch of one axis: `start` may be negative in a source. */
interface Span {
  readonly start: number;
  readonly length: number;
}

interface AxisTask extends Pick<TilingTask, 'nativeScale' | 'reach' | 'alignment' | 'edges'> {
  readonly sourceSize: number;
  readonly resultSize: number;
}

interface AxisTile {
  readonly post: Span;
  readonly pre: Span;
}

/**
 * Cuts the result into a grid of tiles whose `pre` all have the same size, so that the network has to
 * run on as few source pixels as the tile sizes allow: large tiles where there is
 * detail everywhere, small ones where they leave more to be skipped. Rows come first, as one reads.
 *
 * @param isSkipped whether a tile can do without the network; asked about many more tiles than are
 * returned, so it should be quick
 */
export function planTiles(
  task: TilingTask,
  isSkipped: (tile: Tile) => boolean = () => false,
): readonly Tile[] {
  const descending = [...task.tileSizes].sort((a, b) => b - a);
  let best: readonly Tile[] = [];
  let least = Infinity;
  for (const size of descending) {
    const tiles = gridOf(task, size);
    const cost = networkCost(tiles, isSkipped, least);
    if (cost >= least) continue;
    best = tiles;
    least = cost;
  }
  return best;
}

/** Quarters a tile (halves it where a side is one pixel), for when it did not fit into memory. */
export function splitTile(tile: Tile, task: TilingTask): readonly Tile[] {
  const columns = cutSpan(tile.post.left, tile.post.width, 2);
  const rows = cutSpan(tile.post.top, tile.post.height, 2);
  const [readColumns, readRows] = [
    readSpans(horizontal(task), columns),
    readSpans(vertical(task), rows),
  ];
  return readRows.flatMap((row) => readColumns.map((column) => combine(column, row)));
}

function gridOf(task: TilingTask, tileSize: number): readonly Tile[] {
  const columns = fewestTiles(horizontal(task), tileSize);
  const rows = fewestTiles(vertical(task), tileSize);
  return rows.flatMap((row) => columns.map((column) => combine(column, row)));
}

/** Work for the network, in source pixels; counting stops where it exceeds `limit`. */
function networkCost(
  tiles: readonly Tile[],
  isSkipped: (tile: Tile) => boolean,
  limit: number,
): number {
  let cost = 0;
  for (const tile of tiles) {
    if (!isSkipped(tile)) cost += tile.pre.width * tile.pre.height + RUN_COST_PX;
    if (cost > limit) break;
  }
  return cost;
}

function horizontal(task: TilingTask): AxisTask {
  return { ...task, sourceSize: task.sourceWidth, resultSize: task.resultWidth };
}

function vertical(task: TilingTask): AxisTask {
  return { ...task, sourceSize: task.sourceHeight, resultSize: task.resultHeight };
}

function combine(column: AxisTile, row: AxisTile): Tile {
  const rect = (x: Span, y: Span): Rect => ({
    left: x.start,
    top: y.start,
    width: x.length,
    height: y.length,
  });
  return { post: rect(column.post, row.post), pre: rect(column.pre, row.pre) };
}

/** The fewest tiles that read at most `maxLength` source pixels each, and no more than so many need. */
function fewestTiles(axis: AxisTask, maxLength: number): readonly AxisTile[] {
  const { alignment } = axis;
  const longest = alignDown(maxLength, alignment);
  let best = coverAxis(axis, longest);
  if (best.length === 1) return best;
  let [tooShort, length] = [0, longest];
  while (length - tooShort > alignment) {
    const middle = tooShort + alignDown((length - tooShort) / 2, alignment);
    const tiles = coverAxis(axis, middle, best.length);
    if (tiles.length > best.length) tooShort = middle;
    else [length, best] = [middle, tiles];
  }
  return best;
}

/**
 * Covers an axis from its start with tiles that read equally much and keep all that this decides
 * about. Those at the edges, which need no neighbours on one side, keep more than those between.
 *
 * @param most tiles after which it is given up; one more is returned then
 */
function coverAxis(axis: AxisTask, maxLength: number, most = Infinity): readonly AxisTile[] {
  const { from, to } = readableRange(axis);
  const length = Math.min(maxLength, to - from);
  const tiles: AxisTile[] = [];
  for (let first = 0; first < axis.resultSize && tiles.length <= most;) {
    const start = Math.min(neededSource(axis, { start: first, length: 1 }).start, to - length);
    const end = Math.max(keptEnd(axis, start + length), first + 1);
    tiles.push({ post: { start: first, length: end - first }, pre: { start, length } });
    first = end;
  }
  return tiles;
}

/** One past the last result pixel for which it is enough to read up to a place of the source. */
function keptEnd(axis: AxisTask, readEnd: number): number {
  const isEnough = (pixel: number): boolean => {
    const { start, length } = neededSource(axis, { start: pixel, length: 1 });
    return start + length <= readEnd;
  };
  const { sourceSize, resultSize, reach } = axis;
  const near = Math.round(((readEnd - reach) * resultSize) / sourceSize);
  let end = Math.min(Math.max(near, 0), resultSize);
  while (end > 0 && !isEnough(end - 1)) end--;
  while (end < resultSize && isEnough(end)) end++;
  return end;
}

/** Cuts a span into `count` spans (or as many as it has pixels) whose lengths differ by at most 1. */
function cutSpan(start: number, length: number, count: number): readonly Span[] {
  const pieces = Math.min(count, length);
  const cut = (index: number): number => start + Math.floor((index * length) / pieces);
  return Array.from({ length: pieces }, (_, index) => ({
    start: cut(index),
    length: cut(index + 1) - cut(index),
  }));
}

/** Gives each kept span what it has to read, lengthened so that all read equally much. */
function readSpans(axis: AxisTask, posts: readonly Span[]): readonly AxisTile[] {
  const needed = posts.map((post) => neededSource(axis, post));
  const length = Math.max(...needed.map((span) => span.length));
  const lastStart = readableRange(axis).to - length;
  return posts.map((post, index) => ({
    post,
    pre: { start: Math.min(needed[index]!.start, lastStart), length },
  }));
}

/** Source pixels that decide about a stretch of the result. */
function neededSource(axis: AxisTask, post: Span): Span {
  const { sourceSize, resultSize, nativeScale, reach, alignment } = axis;
  const nativeSize = sourceSize * nativeScale;
  const first = tapRange(nativeSize, resultSize, post.start);
  const last = tapRange(nativeSize, resultSize, post.start + post.length - 1);
  const { from, to } = readableRange(axis);
  const start = alignDown(Math.floor(first.from / nativeScale) - reach, alignment);
  const end = alignUp(Math.ceil(last.to / nativeScale) + reach, alignment);
  return { start: Math.max(start, from), length: Math.min(end, to) - Math.max(start, from) };
}

/** The source pixels that may be read at all, those that are repeated from the edges among them. */
function readableRange({ sourceSize, reach, alignment, edges }: AxisTask): {
  readonly from: number;
  readonly to: number;
} {
  const margin = edges === 'padded' ? reach : 0;
  return { from: 0 - alignUp(margin, alignment), to: alignUp(sourceSize + margin, alignment) };
}

function alignDown(position: number, alignment: number): number {
  return Math.floor(position / alignment) * alignment;
}

function alignUp(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}
