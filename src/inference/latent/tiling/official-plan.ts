import { normaliseWeights, wholePlan, type AxisTile, type TilePlan } from './tile-plan';

/** Of the Gaussian weights, relative to the square of the tile's side. */
const VARIANCE = 0.01;

/**
 * The tiles of the official code for the diffusion network: fixed steps, the last tile aligned to
 * the end, Gaussian weights. Its vertical weights are off centre by half a latent, which is part of
 * its numbers.
 *
 * @param tile side of a tile, in latents
 * @param overlap of neighbours, in latents, below `tile`
 */
export function officialPlan(
  width: number,
  height: number,
  tile: number,
  overlap: number,
): TilePlan {
  if (width * height <= tile * tile) return wholePlan(width, height, 1);
  const side = Math.min(tile, width, height);
  // A tile that shrinks to its overlap makes no headway; the official code never ends there.
  const step = side > overlap ? side - overlap : Math.ceil(side / 2);
  return {
    columns: officialAxis(width, side, step, (side - 1) / 2),
    rows: officialAxis(height, side, step, side / 2),
  };
}

function officialAxis(
  total: number,
  side: number,
  step: number,
  midpoint: number,
): readonly AxisTile[] {
  const weights = Float64Array.from({ length: side }, (_, index) =>
    Math.exp(-((index - midpoint) ** 2) / (side * side * 2 * VARIANCE)),
  );
  const count = Math.ceil((total - side) / step) + 1;
  const tiles = Array.from({ length: count }, (_, index) => ({
    start: Math.min(index * step, total - side),
    length: side,
    weights,
  }));
  return normaliseWeights(tiles, 1, total);
}
