/**
 * How many pixels the networks process for each that is needed: `npx vitest run
 * test/unit/inference/tiles/processed.test.ts` prints the table of docs/performance.md.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { planLatentTiles } from '../../../../src/inference/latent/tile-plans';
import { MOST_PROCESSED } from '../../../../src/inference/latent/tiling/fitted-plan';
import { planTiles } from '../../../../src/inference/tiles/plan';

/** The embedded pack. */
const COMPACT = {
  reach: 13,
  alignment: 2,
  edges: 'replicated',
  tileSizes: [64, 96, 128, 192, 256],
} as const;
const COMPACT_SCALES = [1, 2, 4] as const;
const DOWNSCALE = 8;
const LATENT_NETWORKS = ['encode', 'predict', 'decode'] as const;

/** Of results, in pixels. */
const TABLE_SIZES: readonly (readonly [number, number])[] = [
  [256, 256],
  [512, 512],
  [768, 768],
  [1024, 1024],
  [1536, 1536],
  [2048, 2048],
  [3072, 3072],
  [4096, 4096],
  [1920, 1080],
  [3840, 2160],
  [1537, 2049],
  [3000, 500],
  [4096, 256],
];

interface Use {
  readonly shape: string;
  readonly tiles: number;
  readonly ratio: number;
}

function compactUse(width: number, height: number, scale: number): Use {
  const [sourceWidth, sourceHeight] = [Math.round(width / scale), Math.round(height / scale)];
  const tiles = planTiles({
    ...COMPACT,
    sourceWidth,
    sourceHeight,
    resultWidth: sourceWidth * scale,
    resultHeight: sourceHeight * scale,
    nativeScale: scale,
  });
  const { pre } = tiles[0]!;
  return useOf(pre.width, pre.height, tiles.length, sourceWidth * sourceHeight);
}

function latentUse(width: number, height: number): readonly Use[] {
  const size = { width: Math.floor(width / DOWNSCALE), height: Math.floor(height / DOWNSCALE) };
  const plans = planLatentTiles(size, {}, DOWNSCALE);
  return LATENT_NETWORKS.map((name) => {
    const { columns, rows } = plans[name];
    const tiles = columns.length * rows.length;
    return useOf(columns[0]!.length, rows[0]!.length, tiles, size.width * size.height);
  });
}

function useOf(width: number, height: number, tiles: number, needed: number): Use {
  const ratio = (tiles * width * height) / needed;
  return { shape: `${width} × ${height}`, tiles, ratio };
}

const describeUse = ({ shape, tiles, ratio }: Use): string =>
  `${ratio.toFixed(2)} (${tiles} of ${shape})`;

describe('processed pixels for each that is needed', () => {
  const rows: Record<string, string>[] = [];
  afterAll(() => {
    // eslint-disable-next-line no-console -- the figures are what the test is for
    console.table(rows);
  });

  it.each(TABLE_SIZES)('stay below the bound at %d × %d', (width, height) => {
    const compact = COMPACT_SCALES.map((scale) => compactUse(width, height, scale));
    const latent = latentUse(width, height);
    rows.push({
      result: `${width} × ${height}`,
      ...Object.fromEntries(
        compact.map((use, index) => [`compact ${COMPACT_SCALES[index]}×`, describeUse(use)]),
      ),
      ...Object.fromEntries(
        latent.map((use, index) => [LATENT_NETWORKS[index]!, describeUse(use)]),
      ),
    });
    for (const { ratio } of [...compact, ...latent]) {
      expect(ratio).toBeLessThanOrEqual(MOST_PROCESSED);
    }
  });

  const side = fc.integer({ min: 256, max: 4096 });

  it('stay below the bound in each network of a latent pack for any picture', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        for (const { ratio } of latentUse(width, height)) {
          expect(ratio).toBeLessThanOrEqual(MOST_PROCESSED);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stay below the bound in the embedded pack for any picture and scale', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(...COMPACT_SCALES), (width, height, scale) => {
        expect(compactUse(width, height, scale).ratio).toBeLessThanOrEqual(MOST_PROCESSED);
      }),
      { numRuns: 200 },
    );
  });
});
