import { describe, expect, it } from 'vitest';
import { BICUBIC } from '../../../../src/inference/resample/kernels';
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

/** As above, with `Image.BICUBIC`. */
const PILLOW_BICUBIC = [
  {
    from: [7, 5, 1],
    to: [13, 9],
    seed: 1,
    // prettier-ignore
    expected: [49,64,94,111,123,167,189,85,2,42,107,173,206,88,77,60,86,132,153,147,82,36,71,126,186,216,151,100,8,50,153,128,72,78,100,125,159,204,226,114,112,112,149,197,139,67,101,145,150,148,146,144,44,108,230,255,226,151,83,128,175,160,124,74,48,26,54,109,132,135,91,55,127,190,165,125,85,65,29,24,19,47,86,58,32,107,177,174,150,113,94,48,73,124,168,193,122,40,63,120,196,215,134,89,59,103,188,241,255,160,46,39,88,208,250,145,85],
  },
  {
    from: [9, 8, 1],
    to: [4, 3],
    seed: 2,
    expected: [128, 144, 105, 72, 124, 168, 147, 121, 134, 156, 157, 113],
  },
  {
    from: [4, 3, 3],
    to: [6, 3],
    seed: 3,
    // prettier-ignore
    expected: [51,143,223,128,120,235,202,96,193,167,102,22,177,68,98,195,36,215,133,199,183,193,118,133,219,38,94,92,70,147,55,94,138,57,107,116,84,146,197,171,192,235,216,218,232,52,142,87,27,77,73,52,41,102],
  },
  {
    from: [2, 3, 1],
    to: [8, 12],
    seed: 6,
    // prettier-ignore
    expected: [22,32,56,99,150,194,217,227,34,43,66,107,154,195,218,227,60,69,88,124,165,201,220,228,112,118,132,159,188,215,229,235,175,178,186,200,216,230,237,241,227,228,228,231,232,234,235,236,235,235,231,225,217,212,208,207,202,200,194,182,169,157,151,149,156,153,145,130,112,97,89,86,118,114,105,87,67,49,39,36,99,95,84,65,43,23,12,8,91,87,76,55,32,11,0,0],
  },
] as const;

describe('resizeBytes', () => {
  it.each(PILLOW_BICUBIC)(
    'gives the bytes of Pillow with the bicubic filter: $from → $to',
    ({ from, to, seed, expected }) => {
      const [width, height, channels] = from;
      const data = noiseBytes(width * height * channels, seed);
      const resized = resizeBytes({ width, height, channels, data }, to[0], to[1], BICUBIC);
      expect([...resized.data]).toEqual(expected);
    },
  );

  it.each(PILLOW)(
    'gives the bytes that Pillow gives: $from → $to',
    ({ from, to, seed, expected }) => {
      const [width, height, channels] = from;
      const data = noiseBytes(width * height * channels, seed);
      const resized = resizeBytes({ width, height, channels, data }, to[0], to[1]);
      expect([...resized.data]).toEqual(expected);
    },
  );

  it.each([13, 50])('widens each row of many as it does alone: 20 → %d', (width) => {
    const [sourceWidth, height, channels] = [20, 71, 3];
    const data = noiseBytes(sourceWidth * height * channels, 7);
    const together = resizeBytes({ width: sourceWidth, height, channels, data }, width, height);
    const length = sourceWidth * channels;
    const alone = Array.from({ length: height }, (_, y) => {
      const row = data.subarray(y * length, (y + 1) * length);
      const picture = { width: sourceWidth, height: 1, channels, data: row };
      return [...resizeBytes(picture, width, 1).data];
    });
    expect([...together.data]).toEqual(alone.flat());
  });

  it('keeps flat colour exactly, at any ratio', () => {
    for (const value of [0, 1, 127, 254, 255]) {
      const data = new Uint8Array(11 * 6).fill(value);
      const resized = resizeBytes({ width: 11, height: 6, channels: 1, data }, 29, 5);
      expect(new Set(resized.data)).toEqual(new Set([value]));
    }
  });
});
