import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/inference/engine';
import type { Raster } from '../../../../src/inference/image/raster';
import { resizeBytes } from '../../../../src/inference/resample/resize-bytes';
import { engineOf, enhanceRaster } from '../support/engines';
import { compactPackFiles } from '../support/packs';
import { paint } from '../../../support/images/pictures';
import { discOnNothing, flat, largestDifference } from '../support/pictures';

const SIZE = 80;
const LOGO = [210, 40, 30] as const;

let engine: Engine;
beforeAll(async () => {
  engine = await engineOf(await compactPackFiles());
});
afterAll(() => engine.dispose());

/** A picture on an even ground, opaque. */
function composite({ width, height, data }: Raster, ground: number): Raster {
  return paint(width, height, (x, y) => {
    const at = (y * width + x) * 4;
    const alpha = data[at + 3]! / 255;
    const mix = (channel: number): number =>
      Math.round(data[at + channel]! * alpha + ground * (1 - alpha));
    return [mix(0), mix(1), mix(2), 255];
  });
}

function alphaOf({ data }: Raster): Uint8Array {
  return Uint8Array.from({ length: data.length / 4 }, (_, index) => data[index * 4 + 3]!);
}

function squaredError(a: ArrayLike<number>, b: Uint8Array): number {
  return b.reduce((sum, value, index) => sum + (a[index]! - value) ** 2, 0);
}

describe('a logo on a transparent ground', () => {
  it.each([
    ['black', 0],
    ['white', 255],
  ])(
    'looks on %s like one that was enlarged with its true colour everywhere',
    async (_, ground) => {
      const alpha = discOnNothing(SIZE, LOGO, LOGO);
      const { raster } = await enhanceRaster(engine, discOnNothing(SIZE, LOGO, [0, 255, 255]));
      const colour = await enhanceRaster(engine, flat(SIZE, SIZE, [...LOGO, 255]));
      const reference = await enhanceRaster(engine, alpha);
      const expected = {
        ...colour.raster,
        data: colour.raster.data.map((value, at) =>
          at % 4 === 3 ? reference.raster.data[at]! : value,
        ),
      };
      expect(
        largestDifference(composite(raster, ground), composite(expected, ground)),
      ).toBeLessThanOrEqual(1);
    },
  );

  it('stays solid inside and empty outside, right up to the edge', async () => {
    const box = paint(40, 40, (x, y) =>
      x >= 10 && x < 30 && y >= 10 && y < 30 ? [...LOGO, 255] : [0, 0, 0, 0],
    );
    const { raster } = await enhanceRaster(engine, box);
    const alphaAt = (x: number): number => raster.data[(80 * raster.width + x) * 4 + 3]!;
    // The edge lies at 40; the two source pixels on either side of it are eight here.
    for (let x = 0; x < 32; x++) expect(alphaAt(x)).toBe(0);
    for (let x = 48; x < 80; x++) expect(alphaAt(x)).toBe(255);
  });

  it('gets an edge that is closer to the true shape than a classic filter makes it', async () => {
    const source = discOnNothing(SIZE, LOGO, LOGO);
    const truth = alphaOf(discOnNothing(SIZE * 4, LOGO, LOGO));
    const { raster } = await enhanceRaster(engine, source);
    const classic = resizeBytes(
      { width: SIZE, height: SIZE, channels: 1, data: alphaOf(source) },
      SIZE * 4,
      SIZE * 4,
    );
    expect(squaredError(alphaOf(raster), truth)).toBeLessThan(
      squaredError(classic.data, truth) / 2,
    );
  });

  it('keeps a picture that is transparent everywhere', async () => {
    const { raster, format } = await enhanceRaster(engine, flat(20, 10, [9, 9, 9, 0]), {
      format: 'auto',
    });
    expect(format).toBe('png');
    expect(raster.data.every((value) => value === 0)).toBe(true);
  });

  it('is put on white when somebody asks for JPEG', async () => {
    const { raster } = await enhanceRaster(engine, flat(20, 10, [9, 9, 9, 0]), { format: 'jpeg' });
    expect(raster.data.every((value) => value >= 254)).toBe(true);
  });
});
