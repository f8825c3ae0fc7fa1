/** A stretch of one axis of the latent, and how much it counts at each place. */
export interface AxisTile {
  /** In latents. */
  readonly start: number;
  readonly length: number;
  /**
   * One for each row or column of the answer; those of all tiles sum to 1 at every place, and
   * weights of the two axes are multiplied.
   */
  readonly weights: Float64Array;
}

/** A grid of tiles of one size, which cover a latent wholly. */
export interface TilePlan {
  readonly columns: readonly AxisTile[];
  readonly rows: readonly AxisTile[];
}

/** The whole latent as one tile. @param unit pixels of the answer for each latent */
export function wholePlan(width: number, height: number, unit: number): TilePlan {
  return { columns: [wholeAxis(width, unit)], rows: [wholeAxis(height, unit)] };
}

export function wholeAxis(length: number, unit: number): AxisTile {
  return { start: 0, length, weights: new Float64Array(length * unit).fill(1) };
}

/** Scales raw weights so that they sum to 1 wherever tiles overlap. @param total places in all */
export function normaliseWeights(
  tiles: readonly AxisTile[],
  unit: number,
  total: number,
): readonly AxisTile[] {
  const sums = new Float64Array(total);
  for (const { start, weights } of tiles) {
    weights.forEach((weight, index) => {
      sums[start * unit + index]! += weight;
    });
  }
  return tiles.map(({ start, length, weights }) => ({
    start,
    length,
    weights: weights.map((weight, index) => weight / sums[start * unit + index]!),
  }));
}
