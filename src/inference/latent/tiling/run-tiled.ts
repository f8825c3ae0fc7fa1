import { isDeviceLost } from '../../runtime/device-lost';
import { isOutOfMemory } from '../../runtime/out-of-memory';
import type { Recovery } from '../../runtime/recovery';
import type { Rect } from '../../tiles/rect';
import { createPlanes, type Planes } from '../planes';
import { evenGrid } from './even-plan';
import type { TilePlan } from './tile-plan';

/** One network of the chain, as something that turns areas of a latent into planes. */
export interface TiledStage {
  /** Of the answer. */
  readonly channels: number;
  /** Rows and columns of the answer for each latent. */
  readonly unit: number;
  /** @param area in latents; the answer has its size times `unit` */
  run(area: Rect): Promise<Planes>;
  /** Brings the network back that has lost its device. */
  readonly recovery?: Recovery | undefined;
}

/** Takes finished rows of an answer, from the top to the bottom. */
export type RowSink = (rows: Planes, firstRow: number) => void;

/** Latents a side below which no tile is halved any more: memory is not what is missing there. */
const LEAST_TILE = 16;
/** Share of a tile's side that the parts of a halved tile overlap. */
const SPLIT_OVERLAP_SHARE = 1 / 4;

/** How small areas have to be, because larger ones did not fit into memory, or cost the device. */
export class AreaLimit {
  constructor(public longestSide = Infinity) {}

  /** @param side longest one, in latents, of the area that was too large */
  halve(side: number): void {
    this.longestSide = Math.max(Math.ceil(side / 2), LEAST_TILE);
  }
}

/**
 * Runs a stage tile by tile and blends the answers. Only one band of tiles is held in memory; rows
 * are handed on as soon as no further tile touches them.
 *
 * @param width size of the latent
 * @param onTileDone called after each tile of the plan
 * @throws whatever the stage throws
 */
export async function runTiled(
  stage: TiledStage,
  { columns, rows }: TilePlan,
  sink: RowSink,
  limit: AreaLimit,
  onTileDone: () => void = () => undefined,
): Promise<void> {
  const { unit, channels } = stage;
  if (columns.length === 1 && rows.length === 1) {
    // Nothing to blend: one tile has a weight of 1 everywhere.
    const area = { left: 0, top: 0, width: columns[0]!.length, height: rows[0]!.length };
    sink(await runArea(stage, area, limit), 0);
    onTileDone();
    return;
  }
  const last = columns.at(-1)!;
  const bandWidth = (last.start + last.length) * unit;
  const band = createPlanes(channels, bandWidth, rows[0]!.length * unit);
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      const area = {
        left: column.start,
        top: row.start,
        width: column.length,
        height: row.length,
      };
      const answer = await runArea(stage, area, limit);
      blend(answer, column.weights, row.weights, column.start * unit, band);
      onTileDone();
    }
    const next = rows[index + 1];
    const finished = next === undefined ? band.height : (next.start - row.start) * unit;
    sink(firstRows(band, finished), row.start * unit);
    if (next !== undefined) scrollUp(band, finished);
  }
}

/** Runs a stage and gathers its whole answer. */
export async function collectTiled(
  stage: TiledStage,
  plan: TilePlan,
  limit: AreaLimit,
  onTileDone?: () => void,
): Promise<Planes> {
  const column = plan.columns.at(-1)!;
  const row = plan.rows.at(-1)!;
  const whole = createPlanes(
    stage.channels,
    (column.start + column.length) * stage.unit,
    (row.start + row.length) * stage.unit,
  );
  await runTiled(stage, plan, copyRowsInto(whole), limit, onTileDone);
  return whole;
}

/** A sink that writes rows to their place in planes of the whole size. */
export function copyRowsInto(whole: Planes): RowSink {
  return (rows, firstRow) => {
    const count = rows.height * rows.width;
    for (let channel = 0; channel < rows.channels; channel++) {
      whole.data.set(
        rows.data.subarray(channel * count, (channel + 1) * count),
        (channel * whole.height + firstRow) * whole.width,
      );
    }
  };
}

/** Runs one area, in blended parts of half its size where memory or a lost device asks for that. */
async function runArea(stage: TiledStage, area: Rect, limit: AreaLimit): Promise<Planes> {
  const longest = Math.max(area.width, area.height);
  if (longest <= limit.longestSide) {
    try {
      return await stage.run(area);
    } catch (thrown) {
      if (isDeviceLost(thrown) && stage.recovery) await stage.recovery.from(thrown);
      else if (!isOutOfMemory(thrown) || longest <= LEAST_TILE) throw thrown;
      limit.halve(longest);
    }
  }
  const tile = limit.longestSide;
  const overlap = Math.floor(tile * SPLIT_OVERLAP_SHARE);
  const parts: TiledStage = {
    ...stage,
    run: (part) => stage.run({ ...part, left: area.left + part.left, top: area.top + part.top }),
  };
  const plan = evenGrid(area.width, area.height, tile, overlap, stage.unit);
  return collectTiled(parts, plan, limit);
}

function blend(
  answer: Planes,
  columnWeights: Float64Array,
  rowWeights: Float64Array,
  left: number,
  band: Planes,
): void {
  const { channels, width, height, data } = answer;
  const sums = band.data;
  let source = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const weight = rowWeights[y]!;
      const start = (channel * band.height + y) * band.width + left;
      for (let x = 0; x < width; x++, source++) {
        sums[start + x]! += data[source]! * (weight * columnWeights[x]!);
      }
    }
  }
}

function firstRows(band: Planes, count: number): Planes {
  if (count === band.height) return band;
  const rows = createPlanes(band.channels, band.width, count);
  for (let channel = 0; channel < band.channels; channel++) {
    const start = channel * band.height * band.width;
    rows.data.set(
      band.data.subarray(start, start + count * band.width),
      channel * count * band.width,
    );
  }
  return rows;
}

/** Moves the band down the picture: drops rows at its top and clears as many at its end. */
function scrollUp({ channels, width, height, data }: Planes, count: number): void {
  for (let channel = 0; channel < channels; channel++) {
    const plane = data.subarray(channel * width * height, (channel + 1) * width * height);
    plane.copyWithin(0, count * width);
    plane.fill(0, (height - count) * width);
  }
}
