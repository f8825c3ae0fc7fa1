import { describe, expect, it } from 'vitest';
import { resizeBytes } from '../../../../src/inference/resample/resize-bytes';
import { noiseBytes } from '../support/noise';

/** Made with Pillow 12.3: `Image.fromarray(noise).resize((width, height), Image.LANCZOS)`. */
const PILLOW = [
  {
    from: [7, 5, 1],
    to: [13, 9],
    seed: 1,
    // prettier-ignore
    expected: [40,63,105,118,122,180,194,90,0,21,112,173,200,95,73,49,74,125,163,147,78,31,55,134,196,224,161,92,3,42,146,138,74,69,97,118,160,207,230,125,118,119,161,215,143,61,90,155,164,150,143,139,36,108,222,255,232,139,83,121,179,173,119,71,46,13,48,107,133,132,76,58,134,201,176,108,70,55,33,21,13,52,89,55,31,99,177,187,148,115,96,47,66,107,176,191,118,38,44,124,210,214,140,84,56,105,191,255,255,167,48,12,91,223,252,151,70],
  },
  {
    from: [9, 8, 1],
    to: [4, 3],
    seed: 2,
    expected: [122, 143, 104, 69, 128, 169, 149, 119, 135, 157, 159, 115],
  },
  {
    from: [4, 3, 3],
    to: [6, 3],
    seed: 3,
    // prettier-ignore
    expected: [46,144,217,127,120,248,208,96,185,170,103,14,173,68,93,197,35,226,126,204,187,197,120,131,223,30,91,97,64,145,46,100,142,61,106,113,74,141,190,177,193,243,221,223,232,57,149,89,16,69,65,58,42,108],
  },
  {
    from: [5, 6, 1],
    to: [3, 11],
    seed: 4,
    // prettier-ignore
    expected: [99,198,83,92,146,114,89,73,171,118,75,226,140,130,219,111,135,153,86,107,91,120,84,92,122,101,133,67,146,158,28,176,170],
  },
  { from: [1, 1, 1], to: [3, 2], seed: 5, expected: [60, 60, 60, 60, 60, 60] },
] as const;

describe('resizeBytes', () => {
  it.each(PILLOW)(
    'gives the bytes that Pillow gives: $from → $to',
    ({ from, to, seed, expected }) => {
      const [width, height, channels] = from;
      const data = noiseBytes(width * height * channels, seed);
      const resized = resizeBytes({ width, height, channels, data }, to[0], to[1]);
      expect([...resized.data]).toEqual(expected);
    },
  );

  it('keeps flat colour exactly, at any ratio', () => {
    for (const value of [0, 1, 127, 254, 255]) {
      const data = new Uint8Array(11 * 6).fill(value);
      const resized = resizeBytes({ width: 11, height: 6, channels: 1, data }, 29, 5);
      expect(new Set(resized.data)).toEqual(new Set([value]));
    }
  });
});
