import { normaliseWeights, wholeAxis, wholePlan, type AxisTile, type TilePlan } from './tile-plan';

/** Sides are multiples of this, in latents: few shapes, which the network halves three times. */
const SIDE_STEP = 8;
/** Share of an overlap, at each end, where a tile counts for nothing: what it saw least around. */
const BLIND_SHARE = 1 / 8;
/** Instead of zero, which could not be normalised where tiles barely overlap. */
const LEAST_WEIGHT = 1e-6;

/**
 * The fewest tiles of one size that overlap by at least so much, spread evenly, each fading into its
 * neighbours over the whole overlap. A latent no larger than a tile's area is left whole.
 *
 * @param tile longest side of a tile, in latents
 * @param overlap least overlap of neighbours, in latents, below `tile`
 * @param unit pixels of the answer for each latent
 */
export function evenPlan(
  width: number,
  height: number,
  tile: number,
  overlap: number,
  unit: number,
): TilePlan {
  if (width * height <= tile * tile) return wholePlan(width, height, unit);
  return evenGrid(width, height, tile, overlap, unit);
}

/** As `evenPlan`, for when no side may be longer than a tile, however small the area. */
export function evenGrid(
  width: number,
  height: number,
  tile: number,
  overlap: number,
  unit: number,
): TilePlan {
  return {
    columns: evenAxis(width, tile, overlap, unit),
    rows: evenAxis(height, tile, overlap, unit),
  };
}

function evenAxis(total: number, tile: number, overlap: number, unit: number): readonly AxisTile[] {
  if (total <= tile) return [wholeAxis(total, unit)];
  const count = Math.ceil((total - overlap) / (tile - overlap));
  // No larger than so many tiles need: what they overlap beyond the least is work for nothing.
  return spreadAxis(total, count, Math.min(tile, sideFor(total, count, overlap, SIDE_STEP)), unit);
}

/** The shortest side, a multiple of `step`, of so many tiles that overlap by at least so much. */
export function sideFor(total: number, count: number, overlap: number, step: number): number {
  return Math.ceil((total + (count - 1) * overlap) / count / step) * step;
}

/** Tiles of one side, below `total`, spread evenly, fading into their neighbours where they overlap. */
export function spreadAxis(
  total: number,
  count: number,
  side: number,
  unit: number,
): readonly AxisTile[] {
  const start = (index: number) => Math.round((index * (total - side)) / (count - 1));
  const tiles = Array.from({ length: count }, (_, index) => {
    const before = index === 0 ? 0 : start(index - 1) + side - start(index);
    const after = index === count - 1 ? 0 : start(index) + side - start(index + 1);
    return {
      start: start(index),
      length: side,
      weights: featheredWeights(side * unit, before * unit, after * unit),
    };
  });
  return normaliseWeights(tiles, unit, total * unit);
}

/** 1 in the middle, fading over `before` places at the start and `after` places at the end. */
function featheredWeights(length: number, before: number, after: number): Float64Array {
  return Float64Array.from({ length }, (_, index) =>
    Math.max(fade(index + 0.5, before) * fade(length - index - 0.5, after), LEAST_WEIGHT),
  );
}

/** From 0 to 1 without a kink while `distance` goes from the blind share to the rest of `width`. */
function fade(distance: number, width: number): number {
  if (width === 0) return 1;
  const blind = width * BLIND_SHARE;
  const part = Math.min(Math.max((distance - blind) / (width - 2 * blind), 0), 1);
  return part * part * (3 - 2 * part);
}
