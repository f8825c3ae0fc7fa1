import { beforeAll, describe, expect, it } from 'vitest';
import { addNoise, blur, compress } from '../../bench/damage';
import type { Pixels } from '../../bench/design-set/pixels';
import { PICTURE_NAMES, renderPicture } from '../../bench/design-set/pictures';
import { seededRandom } from '../../bench/design-set/random';
import { createRenderer } from '../../bench/design-set/render';
import { blockiness } from '../../bench/metrics/blockiness';
import { edgeAcutance } from '../../bench/metrics/edge-acutance';
import { noiseResidual } from '../../bench/metrics/noise-residual';

/** A drawing with smooth parts and with letters. */
let clean: Pixels;
beforeAll(async () => {
  const name = PICTURE_NAMES.find((candidate) => candidate === 'gradients-1')!;
  clean = await renderPicture(await createRenderer(), name);
});

it('finds about as much noise as was added', () => {
  const before = noiseResidual(clean, clean);
  expect(before).toBeLessThan(1);
  const weak = noiseResidual(addNoise(clean, 4, seededRandom(1)), clean);
  const strong = noiseResidual(addNoise(clean, 12, seededRandom(1)), clean);
  // Luma is a weighted mean of three channels whose noise is independent: 0.58 of its deviation.
  expect(weak).toBeCloseTo(4 * 0.58, 0);
  expect(strong).toBeCloseTo(12 * 0.58, 0);
});

describe('blockiness', () => {
  it('is about 1 without JPEG and rises with its strength', async () => {
    const none = blockiness(clean, 1);
    const mild = blockiness(await compress(clean, 60), 1);
    const strong = blockiness(await compress(clean, 20), 1);
    expect(none).toBeGreaterThan(0.9);
    expect(none).toBeLessThan(1.1);
    expect(mild).toBeGreaterThan(none);
    expect(strong).toBeGreaterThan(mild);
  });

  it('finds the borders of an enlarged picture', async () => {
    const compressed = await compress(clean, 20);
    expect(blockiness(enlargeByPixels(compressed, 4), 4)).toBeCloseTo(blockiness(compressed, 1), 1);
  });
});

it('sees edges become softer and harder', async () => {
  expect(edgeAcutance(clean, clean)).toBe(1);
  const soft = edgeAcutance(await blur(clean, 1), clean);
  const softer = edgeAcutance(await blur(clean, 2), clean);
  expect(soft).toBeLessThan(1);
  expect(softer).toBeLessThan(soft);
  const dim = { ...clean, data: clean.data.map((value) => value >> 1) };
  expect(edgeAcutance(clean, dim)).toBeGreaterThan(1.9);
});

function enlargeByPixels({ width, height, channels, data }: Pixels, scale: number): Pixels {
  const large = new Uint8Array(data.length * scale ** 2);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      large.set(data.subarray(from, from + channels), (y * width * scale + x) * channels);
    }
  }
  return { width: width * scale, height: height * scale, channels, data: large };
}
