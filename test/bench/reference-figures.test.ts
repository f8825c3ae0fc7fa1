/**
 * Anchors the metrics and the resampler to published figures. The pictures are not part of the
 * repository; where they are missing, the tests are skipped.
 */
import { describe, expect, it } from 'vitest';
import { meanFigures, measurePair, TRUTH_COLUMN, type Figures } from './measure';
import { LANCZOS_COLUMN, lanczosMethod } from './methods';
import { readPristineModel } from './metrics/niqe/pristine-model';
import { findPairs } from './pairs';
import { pristineParameters, sharedPairs } from './shared-folder';

/** Means over the set: PSNR-Y in dB, SSIM-Y, NIQE. */
const REFERENCE = {
  realsr: {
    [LANCZOS_COLUMN]: [27.507, 0.7648, 9.14],
    osediff: [24.852, 0.7229, 5.04],
    [TRUTH_COLUMN]: [NaN, NaN, 6.17],
  },
  drealsr: {
    [LANCZOS_COLUMN]: [29.384, 0.8278, 10.72],
    osediff: [27.36, 0.8031, 7.05],
    [TRUTH_COLUMN]: [NaN, NaN, 7.51],
  },
} as const;

/** The references are rounded to three decimals. */
const PSNR_TOLERANCE_DB = 0.001;
/** And to two. */
const NIQE_TOLERANCE = 0.01;

describe.each(Object.entries(REFERENCE))('%s', (set, columns) => {
  const pairs = sharedPairs(set);
  const parameters = pristineParameters();
  const missing = pairs.missing ?? parameters.missing;

  it.skipIf(missing !== undefined)(
    `has the published figures${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const pristine = await readPristineModel(parameters.path);
      const task = { scale: 4, methods: [lanczosMethod(4)], pristine };
      const figures = new Map<string, Figures[]>();
      for (const pair of await findPairs(pairs.path)) {
        for (const { column, figures: own } of (await measurePair(pair, task)).candidates) {
          figures.set(column, [...(figures.get(column) ?? []), own]);
        }
      }
      for (const [column, [psnrY, ssimY, niqe]] of Object.entries(columns)) {
        const mean = meanFigures(figures.get(column)!);
        expect(Math.abs(mean.niqe - niqe), `${column} NIQE`).toBeLessThan(NIQE_TOLERANCE);
        if (column === TRUTH_COLUMN) continue;
        expect(Math.abs(mean.psnrY - psnrY), `${column} PSNR-Y`).toBeLessThan(PSNR_TOLERANCE_DB);
        expect(mean.ssimY, `${column} SSIM-Y`).toBeCloseTo(ssimY, 4);
      }
    },
  );
});
