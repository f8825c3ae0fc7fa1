import { describe, expect, it } from 'vitest';
import { luma } from '../../bench/metrics/luma';
import { psnrY } from '../../bench/metrics/psnr';
import type { RgbPicture } from '../../bench/metrics/rgb-picture';
import { ssimY } from '../../bench/metrics/ssim';

function picture(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly [number, number, number],
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colourAt(x, y), (y * width + x) * 3);
  }
  return { width, height, data };
}

const grey = (value: number, side = 16): RgbPicture =>
  picture(side, side, () => [value, value, value]);

const noise = (seed: number): RgbPicture => {
  let state = seed;
  return picture(32, 24, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return [state >>> 24, (state >>> 16) & 255, (state >>> 8) & 255];
  });
};

describe('luma', () => {
  it('has the BT.601 studio range', () => {
    expect(luma(grey(0, 1))[0]).toBe(16);
    expect(luma(grey(255, 1))[0]).toBeCloseTo(235, 10);
  });

  it('weighs the channels and does not round', () => {
    const of = (...rgb: [number, number, number]): number => luma(picture(1, 1, () => rgb))[0]!;
    expect(of(255, 0, 0)).toBeCloseTo(81.481, 10);
    expect(of(0, 255, 0)).toBeCloseTo(144.553, 10);
    expect(of(0, 0, 255)).toBeCloseTo(40.966, 10);
  });
});

describe('PSNR-Y', () => {
  it('is infinite for equal pictures', () => {
    expect(psnrY(noise(1), noise(1))).toBe(Infinity);
  });

  it('has the known value of a constant difference', () => {
    // One step of grey is 219 / 255 of luma.
    expect(psnrY(grey(101), grey(100))).toBeCloseTo(20 * Math.log10(255 / (219 / 255)), 8);
  });

  it('does not depend on the order', () => {
    expect(psnrY(noise(1), noise(2))).toBeCloseTo(psnrY(noise(2), noise(1)), 12);
  });

  it('refuses pictures of different sizes with a sentence', () => {
    expect(() => psnrY(grey(0, 16), grey(0, 17))).toThrow('16 × 16 and 17 × 17');
  });
});

describe('SSIM-Y', () => {
  it('is 1 for equal pictures', () => {
    expect(ssimY(noise(3), noise(3))).toBeCloseTo(1, 12);
  });

  it('has the known value of two flat pictures', () => {
    // Only the luminance term is left; luma of grey 0 and 255 is 16 and 235.
    const c1 = (0.01 * 255) ** 2;
    const expected = (2 * 16 * 235 + c1) / (16 ** 2 + 235 ** 2 + c1);
    expect(ssimY(grey(0), grey(255))).toBeCloseTo(expected, 10);
  });

  it('is near 0 for unrelated noise and below 0 for an inverted picture', () => {
    const inverted = { ...noise(4), data: noise(4).data.map((value) => 255 - value) };
    expect(Math.abs(ssimY(noise(4), noise(5)))).toBeLessThan(0.1);
    expect(ssimY(noise(4), inverted)).toBeLessThan(-0.5);
  });

  it('counts whole windows only, so a change in the corner weighs little', () => {
    const changed = picture(24, 24, (x, y) =>
      x === 0 && y === 0 ? [255, 255, 255] : [90, 90, 90],
    );
    expect(ssimY(changed, grey(90, 24))).toBeGreaterThan(0.99);
  });

  it('refuses pictures smaller than its window', () => {
    expect(() => ssimY(grey(0, 10), grey(0, 10))).toThrow('10 × 10');
  });
});
