/** How much of a restoration is used, alone and within engines of both kinds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Raster } from '../../../../src/inference/image/raster';
import { applyStrength } from '../../../../src/inference/pipeline/strength';
import { resizeBytes } from '../../../../src/inference/resample/resize-bytes';
import { paint } from '../../../support/images/pictures';
import { enhanceRaster, engineOf } from '../support/engines';
import {
  BLOCK_NETWORKS,
  describeLatentPack,
  latentPackFiles,
  latentTestRuntime,
} from '../support/latent-packs';
import { noiseBytes } from '../support/noise';
import { compactPackFiles } from '../support/packs';
import { detailed, discOnNothing, flat, largestDifference } from '../support/pictures';

const noise = (width: number, height: number, seed: number): Raster => ({
  width,
  height,
  data: new Uint8ClampedArray(noiseBytes(width * height * 4, seed)),
});

/** What a classic filter makes of the source, with the alpha of the restored picture. */
function classic(source: Raster, { width, height, data }: Raster): Raster {
  const resized = resizeBytes({ ...source, channels: 4 }, width, height).data;
  return {
    width,
    height,
    data: Uint8ClampedArray.from(data, (value, at) => (at % 4 === 3 ? value : resized[at]!)),
  };
}

function blend(restored: Raster, source: Raster, strength: number): Raster {
  const result = { ...restored, data: restored.data.slice() };
  applyStrength(result, source, strength);
  return result;
}

const side = fc.integer({ min: 1, max: 9 });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const pair = fc
  .record({ width: side, height: side, toWidth: side, toHeight: side, seed: fc.nat(999) })
  .map(({ width, height, toWidth, toHeight, seed }) => ({
    source: noise(width, height, seed + 1),
    restored: noise(width + toWidth - 1, height + toHeight - 1, seed + 2),
  }));

describe('strength', () => {
  it('is the restoration at 1 and the classic enlargement at 0, to the byte', () => {
    fc.assert(
      fc.property(pair, ({ source, restored }) => {
        expect(blend(restored, source, 1).data).toEqual(restored.data);
        expect(blend(restored, source, 0).data).toEqual(classic(source, restored).data);
      }),
    );
  });

  it('goes from the one to the other without a step back, and nears each level', () => {
    fc.assert(
      fc.property(pair, unit, unit, ({ source, restored }, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const [weak, strong] = [blend(restored, source, low), blend(restored, source, high)];
        const from = classic(source, restored);
        for (let at = 0; at < restored.data.length; at++) {
          const way = restored.data[at]! - from.data[at]!;
          const [first, second] = [weak.data[at]!, strong.data[at]!];
          expect((second - first) * Math.sign(way)).toBeGreaterThanOrEqual(0);
          expect(Math.abs(first - (from.data[at]! + low * way))).toBeLessThanOrEqual(
            at % 4 === 3 ? Math.abs(way) : 0.5,
          );
        }
      }),
    );
  });

  it('leaves alpha, and one colour that both agree on, alone', () => {
    fc.assert(
      fc.property(pair, unit, fc.nat(255), ({ source, restored }, strength, level) => {
        const result = blend(restored, source, strength);
        const alphas = (raster: Raster) => raster.data.filter((_, at) => at % 4 === 3);
        expect(alphas(result)).toEqual(alphas(restored));
        const even = (raster: Raster) => flat(raster.width, raster.height, [level, 7, 255, 90]);
        expect(blend(even(restored), even(source), strength)).toEqual(even(restored));
      }),
    );
  });
});

describe.each([
  ['direct', async () => engineOf(await compactPackFiles())],
  [
    'latent',
    async () =>
      engineOf(
        latentPackFiles(describeLatentPack()),
        latentTestRuntime(BLOCK_NETWORKS, () => {}),
      ),
  ],
] as const)('an engine with a %s pack', (_, openEngine) => {
  it.each([4, 2.7, 1])('blends at scale %d', async (scale) => {
    const engine = await openEngine();
    const source = detailed(33, 21);
    const at = async (strength?: number) => enhanceRaster(engine, source, { scale, strength });
    const [all, full, half, none] = [await at(), await at(1), await at(0.5), await at(0)];
    expect(full.bytes).toEqual(all.bytes);
    expect(none.raster).toEqual(classic(source, all.raster));
    expect(half.raster).toEqual(blend(all.raster, source, 0.5));
    await engine.dispose();
  });

  it('lets no colour from below transparency in', async () => {
    const engine = await openEngine();
    const disc = discOnNothing(32, [240, 240, 240], [0, 0, 0]);
    const { raster } = await enhanceRaster(engine, disc, { scale: 2, strength: 0 });
    const shown = raster.data.filter(
      (value, at) => at % 4 === 0 && raster.data[at + 3]! > 0 && value < 225,
    );
    expect(shown).toHaveLength(0);
    await engine.dispose();
  });

  it('keeps one colour', async () => {
    const engine = await openEngine();
    const grey = paint(12, 9, () => [90, 90, 90, 255]);
    const { raster } = await enhanceRaster(engine, grey, { scale: 2, strength: 0.3 });
    expect(largestDifference(raster, flat(24, 18, [90, 90, 90, 255]))).toBe(0);
    await engine.dispose();
  });
});
