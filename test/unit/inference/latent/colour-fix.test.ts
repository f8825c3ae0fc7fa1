import { describe, expect, it } from 'vitest';
import { fixColours } from '../../../../src/inference/latent/colour/fix-colours';
import type { BytePixels } from '../../../../src/inference/resample/resize-bytes';
import { maxDifference } from '../../../support/golden';
import { noiseBytes } from '../support/noise';

/** Made with torch 2.13 from the formulas of the official code, on the same noise. */
const EXPECTED = {
  // prettier-ignore
  adain: [79,84,85,58,134,151,59,134,52,76,142,74,95,93,107,131,97,102,135,98,55,143,140,43,87,67,115,55,94,161,153,135,167,55,94,141,53,77,153,71,85,154,145,159,135,68,105,117,122,100,72,128,104,45,146,69,43,138,98,116,84,165,57,70,58,107,84,89,136,115,76,110,73,123,89,68,61,131,175,56,72,96,143,84,89,163,112,139,149,43],
  // prettier-ignore
  wavelet: [60,53,80,16,166,206,18,166,17,50,184,61,85,73,124,156,83,114,170,86,23,184,181,0,74,16,138,8,75,227,200,170,238,4,76,190,7,38,211,42,56,213,189,224,176,35,102,143,140,89,56,150,100,5,192,20,0,174,87,140,67,239,27,37,0,124,64,66,179,122,36,131,48,142,90,35,1,170,247,0,58,89,187,80,75,232,134,171,199,2],
} as const;

function picture(data: Uint8Array): BytePixels {
  return { width: 6, height: 5, channels: 3, data };
}

const restored = () => picture(noiseBytes(90, 11));
const source = picture(noiseBytes(90, 12).map((byte) => (byte >> 1) + 40));

describe('fixColours', () => {
  it.each(['adain', 'wavelet'] as const)('%s gives the numbers of the official code', (fix) => {
    const fixed = restored();
    fixColours(fixed, source, fix);
    // Both truncate floats of 32 bits, which may fall to either side of a whole number.
    expect(maxDifference(fixed.data, EXPECTED[fix])).toBeLessThanOrEqual(1);
  });

  it('none leaves everything as it is', () => {
    const fixed = restored();
    fixColours(fixed, source, 'none');
    expect(fixed.data).toEqual(restored().data);
  });

  it('adain gives flat pictures the mean of the source', () => {
    const fixed = picture(new Uint8Array(90).fill(7));
    fixColours(fixed, picture(new Uint8Array(90).fill(200)), 'adain');
    expect(maxDifference(fixed.data, new Uint8Array(90).fill(200))).toBeLessThanOrEqual(1);
  });
});
