import { describe, expect, it } from 'vitest';
import type { Raster } from '../../../../src/inference/image/raster';
import { resizeBytes } from '../../../../src/inference/resample/resize-bytes';
import { enhanceRaster, testEngine } from '../support/engines';
import { repeatModel } from '../support/models';
import { detailed, largestDifference } from '../support/pictures';

const resize = (picture: Raster, width: number, height: number): Raster => {
  const { data } = resizeBytes({ ...picture, channels: 4 }, width, height);
  return { width, height, data: Uint8ClampedArray.from(data) };
};

describe('a result below the native scale', () => {
  it.each([2, 1.37, 1])(
    'is the whole native picture shrunk by a Lanczos filter, at scale %d',
    async (scale) => {
      const source = detailed(61, 43);
      const engine = await testEngine({ graph: repeatModel(), tileSizes: [24] });
      const native = await enhanceRaster(engine, source, { scale: 4 });
      const { raster } = await enhanceRaster(engine, source, { scale });
      const expected = resize(native.raster, raster.width, raster.height);
      // One rounding to bytes in between makes up to one level.
      expect(largestDifference(raster, expected)).toBeLessThanOrEqual(1);
      await engine.dispose();
    },
  );

  it('has all pixels of a native-size result untouched', async () => {
    const source = detailed(50, 40);
    const engine = await testEngine({ graph: repeatModel(), tileSizes: [24] });
    const { raster } = await enhanceRaster(engine, source);
    for (let y = 0; y < raster.height; y++) {
      for (let x = 0; x < raster.width; x++) {
        const from = (Math.floor(y / 4) * source.width + Math.floor(x / 4)) * 4;
        const at = (y * raster.width + x) * 4;
        expect([...raster.data.subarray(at, at + 4)]).toEqual([
          ...source.data.subarray(from, from + 4),
        ]);
      }
    }
    await engine.dispose();
  });
});
