/**
 * Anchors the metrics and the resampler to published figures. The pictures are not part of the
 * repository; where they are missing, the tests are skipped.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANCZOS_COLUMN, meanFigures, measurePair, type Figures } from './measure';
import { findPairs } from './pairs';

const SHARED = process.env['ONESTEP_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');

/** Means over the set: PSNR-Y in dB, SSIM-Y. */
const REFERENCE = {
  realsr: { [LANCZOS_COLUMN]: [27.507, 0.7648], osediff: [24.852, 0.7229] },
  drealsr: { [LANCZOS_COLUMN]: [29.384, 0.8278], osediff: [27.36, 0.8031] },
} as const;

/** The references are rounded to three decimals. */
const PSNR_TOLERANCE_DB = 0.001;

describe.each(Object.entries(REFERENCE))('%s', (set, columns) => {
  const folder = join(SHARED, 'bench', set);
  const missing = !existsSync(folder);

  it.skipIf(missing)(
    `has the published figures${missing ? ` (skipped: no ${set} pairs; set ONESTEP_SHARED)` : ''}`,
    async () => {
      const figures = new Map<string, Figures[]>();
      for (const pair of await findPairs(folder)) {
        for (const { column, figures: own } of (await measurePair(pair, new Map())).candidates) {
          figures.set(column, [...(figures.get(column) ?? []), own]);
        }
      }
      for (const [column, [psnrY, ssimY]] of Object.entries(columns)) {
        const mean = meanFigures(figures.get(column)!);
        expect(Math.abs(mean.psnrY - psnrY), `${column} PSNR-Y`).toBeLessThan(PSNR_TOLERANCE_DB);
        expect(mean.ssimY, `${column} SSIM-Y`).toBeCloseTo(ssimY, 4);
      }
    },
  );
});
