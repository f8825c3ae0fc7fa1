import type { Size } from '../../pipeline/result-size';
import { sideFor, spreadAxis } from './even-plan';
import { wholeAxis, type AxisTile, type TilePlan } from './tile-plan';

/** What a network asks of its tiles. All lengths in latents. */
export interface TileDemands {
  /** Least overlap of neighbours. */
  readonly overlap: number;
  /** Least side where an axis is cut, a multiple of `sideStep`, above the overlap. */
  readonly leastSide: number;
  /** Sides of tiles are multiples of this, where they do not span the latent. */
  readonly sideStep: number;
  /** Size of a tile at which attention, which grows with its square, costs as much as all else. */
  readonly attentionArea: number;
}

/** Most latents that a network may process for each that is needed, wherever a grid allows that. */
export const MOST_PROCESSED = 1.35;
/** What a run costs beside its latents, as latents: about a hundredth of a usual tile. */
const RUN_COST = 50;

/** Equal tiles along one axis. */
interface AxisCut {
  readonly count: number;
  readonly side: number;
}

interface Grid {
  readonly columns: AxisCut;
  readonly rows: AxisCut;
  /** Of one tile. */
  readonly area: number;
  /** Latents of all tiles together. */
  readonly processed: number;
  readonly cost: number;
}

/**
 * The grid of equal tiles that is least work: few overlaps ask for large tiles, attention and memory
 * for small ones. Columns and rows are chosen apart from each other.
 *
 * @param mostArea of a tile, in latents; where no grid is that fine, the finest there is
 * @param unit pixels of the answer for each latent
 */
export function fittedPlan(
  { width, height }: Size,
  demands: TileDemands,
  mostArea: number,
  unit: number,
): TilePlan {
  const rows = cutsOf(height, demands);
  const { columns: column, rows: row } = cutsOf(width, demands)
    .flatMap((columns) => rows.map((cut) => measure(columns, cut, demands.attentionArea)))
    .reduce((best, grid) => (isBetter(grid, best, mostArea, width * height) ? grid : best));
  return { columns: cutAxis(width, column, unit), rows: cutAxis(height, row, unit) };
}

function measure(columns: AxisCut, rows: AxisCut, attentionArea: number): Grid {
  const area = columns.side * rows.side;
  const tiles = columns.count * rows.count;
  const cost = tiles * (area * (1 + area / attentionArea) + RUN_COST);
  return { columns, rows, area, processed: tiles * area, cost };
}

/** Memory comes first, then what overlaps waste, then work. */
function isBetter(grid: Grid, best: Grid, mostArea: number, needed: number): boolean {
  const marks = ({ area, processed, cost }: Grid) => [
    Math.max(area, mostArea),
    Math.max(processed, needed * MOST_PROCESSED),
    cost,
  ];
  const bestMarks = marks(best);
  const difference = marks(grid).findIndex((mark, index) => mark !== bestMarks[index]);
  return difference !== -1 && marks(grid)[difference]! < bestMarks[difference]!;
}

/** The ways to cut an axis, whole first, then finer and finer. */
function cutsOf(total: number, { overlap, leastSide, sideStep }: TileDemands): readonly AxisCut[] {
  const cuts: AxisCut[] = [{ count: 1, side: total }];
  for (let count = 2; cuts.at(-1)!.side > leastSide; count++) {
    const side = Math.max(sideFor(total, count, overlap, sideStep), leastSide);
    // More tiles of the same size would only overlap more.
    if (side < cuts.at(-1)!.side) cuts.push({ count, side });
  }
  return cuts;
}

function cutAxis(total: number, { count, side }: AxisCut, unit: number): readonly AxisTile[] {
  return count === 1 ? [wholeAxis(total, unit)] : spreadAxis(total, count, side, unit);
}
