import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT_MEASURES, measureContent } from '../../../../src/inference/image/content-measures';
import type { Raster } from '../../../../src/inference/image/raster';
import { detectContent } from '../../../../src/inference/pipeline/detect-content';

type Pixel = readonly [number, number, number, number?];

function rasterOf(width: number, height: number, pixelAt: (x: number, y: number) => Pixel): Raster {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue, alpha = 255] = pixelAt(x, y);
      data.set([red, green, blue, alpha], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

const whole = ({ width, height }: Raster) => ({ left: 0, top: 0, width, height });

describe('measureContent', () => {
  it('counts steps and colours of a picture small enough to count by hand', () => {
    // Rows: 0 0 2 50 and 0 0 2 50; steps: six across (0, 2, 48, twice), four down (0).
    const columns: readonly Pixel[] = [
      [0, 0, 0],
      [0, 0, 0],
      [2, 1, 0],
      [50, 0, 0],
    ];
    const raster = rasterOf(4, 2, (x) => columns[x]!);
    const measures = measureContent(raster, whole(raster))!;
    expect(measures.equal).toBeCloseTo(6 / 10, 12);
    expect(measures.within1).toBeCloseTo(6 / 10, 12);
    expect(measures.within2).toBeCloseTo(8 / 10, 12);
    expect(measures.within4).toBeCloseTo(8 / 10, 12);
    expect(measures.strong).toBeCloseTo(2 / 10, 12);
    expect(measures.evenness).toBeCloseTo(10 / Math.sqrt((2 * 4 + 2 * 48 ** 2) / 10), 12);
    // At 5 bits a channel, 0 and 2 are one colour.
    expect(measures.mainColour).toBeCloseTo(6 / 8, 12);
    expect(measures.mainColours).toBeCloseTo(1, 12);
    expect(measures.logColours).toBeCloseTo(Math.log(2), 12);
  });

  it('sees nothing below transparency', () => {
    const opaqueLeft = (fill: number) =>
      rasterOf(8, 8, (x) => (x < 5 ? [x * 9, 40, 7] : [fill, fill, fill, 0]));
    const [dark, light] = [opaqueLeft(0), opaqueLeft(255)];
    expect(measureContent(dark, whole(dark))).toEqual(measureContent(light, whole(light)));
    const mostlyClear = rasterOf(8, 8, (x) => (x < 3 ? [1, 2, 3] : [0, 0, 0, 0]));
    expect(measureContent(mostlyClear, whole(mostlyClear))).toBeNull();
  });
});

describe('detectContent', () => {
  const none = Object.fromEntries(CONTENT_MEASURES.map((name) => [name, 0])) as Record<
    (typeof CONTENT_MEASURES)[number],
    number
  >;
  const detector = {
    weights: { ...none, equal: 8 },
    bias: -4,
    certainty: 0.75,
    below: 'photo',
    above: 'illustration',
  } as const;
  const noisy = (x: number, y: number): Pixel => [(x * 37 + y * 91) % 256, (x * 53) % 256, y % 256];
  const flat = (): Pixel => [10, 200, 30];

  it.each([
    ['a drawing', flat, 'illustration'],
    ['a photo', noisy, 'photo'],
    ['half of each', (x: number, y: number) => (x < 150 ? flat() : noisy(x, y)), undefined],
  ] as const)('tells %s', (_, pixelAt, expected) => {
    expect(detectContent(rasterOf(300, 200, pixelAt), detector)).toBe(expected);
  });

  it('answers for a picture of any size, wholly transparent ones with nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 40 }), (w, h) => {
        expect([undefined, 'photo', 'illustration']).toContain(
          detectContent(rasterOf(w, h, noisy), detector),
        );
        expect(
          detectContent(
            rasterOf(w, h, () => [1, 2, 3, 0]),
            detector,
          ),
        ).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  });
});
