import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultSize } from '../../../../src/inference/pipeline/result-size';
import { MAX_RESULT_PIXELS } from '../../../../src/shared/limits';

describe('resultSize', () => {
  it('is as wanted where nothing is in the way', () => {
    expect(resultSize({ width: 300, height: 200 }, { scale: 4, maxSidePx: 4096 })).toEqual({
      width: 1200,
      height: 800,
      scale: 4,
      capped: false,
    });
  });

  it('lowers the scale to the longest side', () => {
    expect(resultSize({ width: 3000, height: 1500 }, { scale: 4, maxSidePx: 4096 })).toEqual({
      width: 4096,
      height: 2048,
      scale: 4096 / 3000,
      capped: true,
    });
  });

  it.each([
    [4096, 10],
    [10, 5000],
  ])('refuses %d × %d at 4096 px a side', (width, height) => {
    expect(() => resultSize({ width, height }, { scale: 2, maxSidePx: 4096 })).toThrow(
      expect.objectContaining({
        code: 'image-at-limit',
        details: { width, height, limit: '4096 px a side' },
      }),
    );
  });

  it('restores at the same size what may not become larger, when only that is wanted', () => {
    const size = resultSize({ width: 4096, height: 10 }, { scale: 1, maxSidePx: 4096 });
    expect(size).toEqual({ width: 4096, height: 10, scale: 1, capped: false });
  });

  it('stays within all limits and loses no side', () => {
    const side = fc.integer({ min: 1, max: 16000 });
    const wanted = fc.double({ min: 1, max: 4, noNaN: true });
    fc.assert(
      fc.property(side, side, wanted, (width, height, scale) => {
        fc.pre(width * height < MAX_RESULT_PIXELS);
        const result = resultSize({ width, height }, { scale, maxSidePx: 16384 });
        expect(Math.max(result.width, result.height)).toBeLessThanOrEqual(16384);
        expect(result.width * result.height).toBeLessThanOrEqual(MAX_RESULT_PIXELS * 1.001);
        expect(result.width).toBeGreaterThanOrEqual(width);
        expect(result.height).toBeGreaterThanOrEqual(height);
      }),
    );
  });
});
