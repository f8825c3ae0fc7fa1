import { describe, expect, it } from 'vitest';
import { signedToByte, unitToByte } from '../../../../src/inference/latent/planes';
import { networkSizes } from '../../../../src/inference/latent/preprocess';
import { resultSize } from '../../../../src/inference/pipeline/result-size';

describe('signedToByte', () => {
  it('clamps and truncates, never rounds', () => {
    expect([-2, -1, 0, 0.999, 1, 2].map(signedToByte)).toEqual([0, 0, 127, 254, 255, 255]);
  });
});

describe('unitToByte', () => {
  it('gives every byte back that was divided by 255', () => {
    for (let byte = 0; byte < 256; byte++) expect(unitToByte(Math.fround(byte / 255))).toBe(byte);
  });
});

describe('networkSizes', () => {
  const sizes = (width: number, height: number, scale: number, processSize = 512) => {
    const source = { width, height };
    const wanted = resultSize(source, { scale, maxSidePx: 16384 });
    return networkSizes(source, wanted, { processSize, downscale: 8 });
  };

  it('rounds down to whole latents', () => {
    expect(sizes(29, 23, 4, 64)).toEqual({
      base: { width: 29, height: 23 },
      enlarged: { width: 116, height: 92 },
      network: { width: 112, height: 88 },
    });
  });

  it.each([
    [18, 24, 96, 24, 32],
    [64, 20, 128, 102, 32],
  ])(
    'enlarges %i × %i first to reach %i px',
    (width, height, processSize, baseWidth, baseHeight) => {
      const { base } = sizes(width, height, 4, processSize);
      expect(base).toEqual({ width: baseWidth, height: baseHeight });
    },
  );

  it.each([49, 98, 103, 107])('truncates as the official code does, for a side of %i', (side) => {
    expect(sizes(side, side, 4).base).toEqual({ width: 127, height: 127 });
    expect(sizes(side, side, 4).network).toEqual({ width: 504, height: 504 });
  });

  it('gives strips a whole latent and no endless length', () => {
    const { network } = sizes(1, 3000, 4);
    expect(network.width).toBeGreaterThanOrEqual(8);
    expect(network.width * network.height).toBeLessThan(2 ** 26);
    expect(network.height).toBeLessThanOrEqual(16384);
  });

  it('follows a scale that a limit has lowered', () => {
    const source = { width: 1000, height: 500 };
    const wanted = resultSize(source, { scale: 4, maxSidePx: 1500 });
    const { network } = networkSizes(source, wanted, { processSize: 512, downscale: 8 });
    expect(network).toEqual({ width: 1496, height: 744 });
  });
});
