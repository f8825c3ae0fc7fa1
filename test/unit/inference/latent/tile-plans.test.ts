import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenPlan } from '../../../../src/inference/latent/tiling/even-plan';
import { officialPlan } from '../../../../src/inference/latent/tiling/official-plan';
import type { AxisTile } from '../../../../src/inference/latent/tiling/tile-plan';
import { fittedPlan } from '../../../../src/inference/latent/tiling/fitted-plan';
import type { TilePlan } from '../../../../src/inference/latent/tiling/tile-plan';
import { countTiles, planLatentTiles } from '../../../../src/inference/latent/tile-plans';

const starts = (tiles: readonly AxisTile[]) => tiles.map(({ start }) => start);

/** Largest distance of the weights' sum from 1. */
function imbalance(tiles: readonly AxisTile[], unit: number, total: number): number {
  const sums = new Float64Array(total * unit);
  for (const { start, length, weights } of tiles) {
    expect(weights).toHaveLength(length * unit);
    weights.forEach((weight, index) => {
      sums[start * unit + index]! += weight;
    });
  }
  return Math.max(...sums.map((sum) => Math.abs(sum - 1)));
}

describe('officialPlan', () => {
  it.each([
    [128, [0, 32]],
    [160, [0, 64]],
    [256, [0, 64, 128, 160]],
  ])('cuts %i latents as the official code does', (total, expected) => {
    expect(starts(officialPlan(total, total, 96, 32).columns)).toEqual(expected);
  });

  it('goes by the area: long thin latents stay whole', () => {
    expect(countTiles(officialPlan(144, 64, 96, 32))).toBe(1);
    expect(countTiles(officialPlan(145, 64, 96, 32))).toBeGreaterThan(1);
  });

  it('shrinks tiles to a thin latent', () => {
    const { columns, rows } = officialPlan(32, 10, 16, 4);
    expect(rows.map(({ length }) => length)).toEqual([10]);
    expect(starts(columns)).toEqual([0, 6, 12, 18, 22]);
  });

  it('has its vertical weights off centre by half a latent', () => {
    const { columns, rows } = officialPlan(24, 24, 16, 8);
    // Beside the point where two tiles weigh the same: 11.5 horizontally, 12 vertically.
    expect(columns[0]!.weights[11]! + columns[0]!.weights[12]!).toBeCloseTo(1, 10);
    expect(rows[0]!.weights[12]!).toBeCloseTo(0.5, 10);
  });

  it('ends where a tile shrinks to its overlap', () => {
    expect(countTiles(officialPlan(400, 20, 64, 32))).toBeGreaterThan(1);
  });
});

describe('evenPlan', () => {
  it('covers everything with tiles of one size whose weights sum to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 300 }),
        fc.integer({ min: 8, max: 300 }),
        fc.integer({ min: 8, max: 96 }),
        fc.integer({ min: 0, max: 95 }),
        fc.constantFrom(1, 8),
        (width, height, tile, wanted, unit) => {
          const overlap = Math.min(wanted, tile - 1);
          const { columns, rows } = evenPlan(width, height, tile, overlap, unit);
          for (const [tiles, total] of [
            [columns, width],
            [rows, height],
          ] as const) {
            expect(new Set(tiles.map(({ length }) => length)).size).toBe(1);
            if (columns.length * rows.length > 1) {
              expect(tiles[0]!.length).toBeLessThanOrEqual(tile);
            }
            expect(imbalance(tiles, unit, total)).toBeLessThan(1e-9);
            tiles.slice(1).forEach(({ start }, index) => {
              expect(tiles[index]!.start + tiles[index]!.length - start).toBeGreaterThanOrEqual(
                overlap,
              );
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes the fewest tiles, no larger than needed', () => {
    const { columns } = evenPlan(128, 64, 64, 16, 1);
    expect(starts(columns)).toEqual([0, 36, 72]);
    expect(columns[0]!.length).toBe(56);
    expect(starts(evenPlan(112, 64, 64, 16, 1).columns)).toEqual([0, 48]);
  });
});

describe('planLatentTiles', () => {
  it('leaves everything whole with none', () => {
    const plans = planLatentTiles({ width: 300, height: 200 }, { tiling: 'none' }, 8);
    expect(Object.values(plans).map(countTiles)).toEqual([1, 1, 1]);
  });

  it('keeps the autoencoder whole up to the sizes of the official code', () => {
    const plans = planLatentTiles({ width: 136, height: 136 }, { tiling: 'official' }, 8);
    expect(Object.values(plans).map(countTiles)).toEqual([1, 4, 1]);
    const larger = planLatentTiles({ width: 248, height: 200 }, { tiling: 'official' }, 8);
    expect(countTiles(larger.encode)).toBeGreaterThan(1);
  });

  it('never cuts what fits into a tile', () => {
    const plans = planLatentTiles({ width: 64, height: 64 }, {}, 8);
    expect(Object.values(plans).map(countTiles)).toEqual([1, 1, 1]);
  });

  it('takes a tile that is asked for', () => {
    const { predict, decode } = planLatentTiles({ width: 128, height: 64 }, { latentTile: 64 }, 8);
    expect(starts(predict.columns)).toEqual([0, 36, 72]);
    expect(starts(decode.columns)).toEqual([0, 40, 80]);
  });

  it('overlaps the tiles of the diffusion network by what is asked for', () => {
    const { predict } = planLatentTiles({ width: 300, height: 200 }, { latentOverlap: 40 }, 8);
    for (const tiles of [predict.columns, predict.rows]) {
      expect(Math.min(...overlaps(tiles))).toBeGreaterThanOrEqual(40);
    }
  });

  it('covers any picture with tiles of one size that memory has room for', () => {
    const side = fc.integer({ min: 1, max: 600 });
    const area = fc.integer({ min: 256, max: 20_000 });
    fc.assert(
      fc.property(side, side, fc.tuple(area, area, area), (width, height, areas) => {
        const [encode, predict, decode] = areas;
        const mostAreas = { encode, predict, decode };
        const plans = planLatentTiles({ width, height }, {}, 8, mostAreas);
        for (const name of ['encode', 'predict', 'decode'] as const) {
          const { columns, rows } = plans[name];
          expect(columns[0]!.length * rows[0]!.length).toBeLessThanOrEqual(mostAreas[name]);
          const unit = name === 'decode' ? 8 : 1;
          expectCovered(columns, width, unit);
          expectCovered(rows, height, unit);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('overlaps neighbours by at least a quarter of the largest square, up to what is enough', () => {
    const size = { width: 500, height: 400 };
    const least = (plan: TilePlan) => Math.min(...overlaps(plan.columns), ...overlaps(plan.rows));
    const { encode, predict, decode } = planLatentTiles(size, {}, 8);
    expect(Math.min(least(encode), least(decode))).toBeGreaterThanOrEqual(8);
    expect(least(predict)).toBeGreaterThanOrEqual(12);
    const small = planLatentTiles(size, {}, 8, { encode: 256, predict: 256, decode: 256 });
    for (const plan of Object.values(small)) expect(least(plan)).toBeGreaterThanOrEqual(4);
  });
});

describe('fittedPlan', () => {
  const demands = { overlap: 8, leastSide: 32, sideStep: 8, attentionArea: Infinity };

  it('spends no more on the overlaps than it has to', () => {
    // Two tiles of 72 overlap by 16, and so do three of 56 with two overlaps.
    const { columns } = fittedPlan({ width: 128, height: 64 }, demands, 72 * 64, 1);
    expect(columns.map(({ length }) => length)).toEqual([72, 72]);
  });

  it('prefers smaller tiles where attention makes large ones expensive', () => {
    const size = { width: 128, height: 128 };
    expect(countTiles(fittedPlan(size, demands, Infinity, 1))).toBe(1);
    const attentive = { ...demands, attentionArea: 4000 };
    expect(countTiles(fittedPlan(size, attentive, Infinity, 1))).toBeGreaterThan(1);
  });
});

const overlaps = (tiles: readonly AxisTile[]): readonly number[] =>
  tiles.slice(1).map(({ start }, index) => tiles[index]!.start + tiles[index]!.length - start);

function expectCovered(tiles: readonly AxisTile[], total: number, unit: number): void {
  expect(new Set(tiles.map(({ length }) => length)).size).toBe(1);
  expect(tiles.at(-1)!.start + tiles.at(-1)!.length).toBe(total);
  expect(imbalance(tiles, unit, total)).toBeLessThan(1e-9);
}
