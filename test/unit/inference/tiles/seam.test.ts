import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/inference/engine';
import { engineOf, enhanceRaster, testEngine } from '../support/engines';
import { compactPackFiles, filterPack, twoLevelPack, type PackFiles } from '../support/packs';
import { detailed, largestDifference } from '../support/pictures';

const SCALES = [4, 2, 1.5, 1.37, 1];

/** The embedded pack with other tile sizes. */
function retiled(files: PackFiles, tileSizes: readonly number[]): PackFiles {
  const json = JSON.parse(new TextDecoder().decode(files['pack.json'])) as object;
  return {
    ...files,
    'pack.json': new TextEncoder().encode(JSON.stringify({ ...json, tileSizes })),
  };
}

async function expectNoSeam(whole: Engine, tiled: Engine, scale: number): Promise<void> {
  const picture = detailed(131, 97);
  const [expected, actual] = [
    await enhanceRaster(whole, picture, { scale }),
    await enhanceRaster(tiled, picture, { scale }),
  ];
  expect(largestDifference(actual.raster, expected.raster)).toBeLessThanOrEqual(1);
}

describe('a picture cut into tiles is the picture in one piece', () => {
  it.each(SCALES)('with a filter that reaches 3 px, at scale %d', async (scale) => {
    const whole = await testEngine(filterPack(3, [256]));
    for (const size of [22, 37, 64, 101]) {
      const tiled = await testEngine(filterPack(3, [size]));
      await expectNoSeam(whole, tiled, scale);
      await tiled.dispose();
    }
    await whole.dispose();
  });

  it.each(SCALES)('with the embedded pack, at scale %d', async (scale) => {
    const files = await compactPackFiles();
    const whole = await engineOf(retiled(files, [256]));
    const tiled = await engineOf(retiled(files, [48, 64]));
    await expectNoSeam(whole, tiled, scale);
    await Promise.all([whole.dispose(), tiled.dispose()]);
  });

  it(
    'with a network of two levels that repeats edges by itself, in any size, at any scale',
    { timeout: 60_000 },
    async () => {
      const whole = await testEngine(twoLevelPack([256]));
      const tiled = await testEngine(twoLevelPack([30, 37, 48]));
      const side = fc.integer({ min: 1, max: 90 });
      await fc.assert(
        fc.asyncProperty(
          ...[side, side, fc.constantFrom(...SCALES), fc.double({ min: 0, max: 1, noNaN: true })],
          async (width, height, scale, denoise) => {
            const picture = detailed(width, height);
            const options = { scale, controls: { denoise } };
            const expected = await enhanceRaster(whole, picture, options);
            const actual = await enhanceRaster(tiled, picture, options);
            expect(largestDifference(actual.raster, expected.raster)).toBeLessThanOrEqual(1);
          },
        ),
        { numRuns: 40 },
      );
      await Promise.all([whole.dispose(), tiled.dispose()]);
    },
  );

  it('shows a seam where a pack of two levels understates its reach', async () => {
    const whole = await testEngine(twoLevelPack([256]));
    const tiled = await testEngine({ ...twoLevelPack([36]), reach: 2 });
    const picture = detailed(130, 98);
    const expected = await enhanceRaster(whole, picture);
    const actual = await enhanceRaster(tiled, picture);
    expect(largestDifference(actual.raster, expected.raster)).toBeGreaterThan(1);
    await Promise.all([whole.dispose(), tiled.dispose()]);
  });

  it('shows a seam where a pack understates its reach', async () => {
    const whole = await testEngine(filterPack(3, [256]));
    const tiled = await testEngine({ ...filterPack(3, [40]), reach: 1 });
    const picture = detailed(131, 97);
    const expected = await enhanceRaster(whole, picture);
    const actual = await enhanceRaster(tiled, picture);
    expect(largestDifference(actual.raster, expected.raster)).toBeGreaterThan(1);
    await Promise.all([whole.dispose(), tiled.dispose()]);
  });
});
