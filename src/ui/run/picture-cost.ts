/** What a picture costs: a straight line over its size, fitted to those that are finished. */

/** One finished picture. `work` is its size; `fixedMs` the part that its size hardly changes. */
export interface PictureCost {
  readonly work: number;
  readonly tookMs: number;
  readonly fixedMs: number;
}

/** Sums over finished pictures, older ones counting less: the machine may slow down. */
export interface CostSums {
  readonly pictures: number;
  readonly work: number;
  readonly tookMs: number;
  readonly fixedMs: number;
  readonly workSquared: number;
  readonly workTookMs: number;
}

export const NO_COSTS: CostSums = {
  pictures: 0,
  work: 0,
  tookMs: 0,
  fixedMs: 0,
  workSquared: 0,
  workTookMs: 0,
};

/** What an older picture counts for with each newer one. */
const MEMORY = 0.97;
/**
 * How many pictures' worth of spread the measured split into fixed and growing parts outweighs. With
 * one picture, or many of one size, no line can be fitted, and the split decides.
 */
const SPLIT_WEIGHT = 0.2;

export function withCost(sums: CostSums, { work, tookMs, fixedMs }: PictureCost): CostSums {
  return {
    pictures: sums.pictures * MEMORY + 1,
    work: sums.work * MEMORY + work,
    tookMs: sums.tookMs * MEMORY + tookMs,
    fixedMs: sums.fixedMs * MEMORY + fixedMs,
    workSquared: sums.workSquared * MEMORY + work * work,
    workTookMs: sums.workTookMs * MEMORY + work * tookMs,
  };
}

/** Least squares, drawn towards the measured split; null before the first picture. */
export function costOf(sums: CostSums): { fixedMs: number; msPerWork: number } | null {
  const { pictures } = sums;
  if (pictures === 0 || sums.work === 0) return null;
  const work = sums.work / pictures;
  const tookMs = sums.tookMs / pictures;
  const spread = sums.workSquared - pictures * work * work;
  const together = sums.workTookMs - pictures * work * tookMs;
  const splitMsPerWork = (tookMs - sums.fixedMs / pictures) / work;
  const weight = SPLIT_WEIGHT * work * work;
  const slope = (together + weight * splitMsPerWork) / (spread + weight);
  // Neither part of a cost is negative.
  const msPerWork = Math.min(Math.max(slope, 0), tookMs / work);
  return { fixedMs: tookMs - msPerWork * work, msPerWork };
}
