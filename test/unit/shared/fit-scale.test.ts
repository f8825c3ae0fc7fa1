import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitScale, isSharpEnough, neededScale } from '../../../src/shared/fit-scale';
import type { Placement } from '../../../src/shared/protocol';
import { pictureOf, pictureUse } from '../../support/picture-use';

const placement = (changes: Partial<Placement> = {}): Placement => ({
  width: 400,
  height: 200,
  scaleMode: 'FILL',
  imageTransform: null,
  scalingFactor: null,
  rotation: 0,
  ...changes,
});

describe('the scale that a picture needs', () => {
  const picture = { width: 100, height: 100 };

  it.each<[string, Partial<Placement>, number]>([
    ['FILL covers the box', {}, 4],
    ['FIT stays inside it', { scaleMode: 'FIT' }, 2],
    ['TILE has a scale of its own', { scaleMode: 'TILE', scalingFactor: 0.5 }, 0.5],
    ['a crop of half the width', crop(0.5, 0, 0, 1), 2 / 0.25],
    ['the whole picture stretched', crop(1, 0, 0, 1), 4],
    ['turned by 90 degrees', crop(0, 1, -1, 0), 4],
    ['mirrored', crop(-1, 0, 0, 1), 4],
    ['flattened to a line', crop(1, 0, 0, 0), 4],
    ['shrunk to a point', crop(0, 0, 0, 0), 0],
  ])('%s', (_, changes, expected) => {
    expect(neededScale(picture, placement(changes), 1)).toBeCloseTo(expected, 9);
    expect(neededScale(picture, placement(changes), 3)).toBeCloseTo(3 * expected, 9);
  });

  it.each(['FILL', 'FIT'] as const)('turns the picture with %s', (scaleMode) => {
    const [wide, tall] = [
      { width: 100, height: 50 },
      { width: 50, height: 100 },
    ];
    for (const rotation of [90, 270, -90, 450]) {
      expect(neededScale(wide, placement({ scaleMode, rotation }), 1)).toBe(
        neededScale(tall, placement({ scaleMode }), 1),
      );
    }
    expect(neededScale(wide, placement({ scaleMode, rotation: 180 }), 1)).toBe(
      neededScale(wide, placement({ scaleMode }), 1),
    );
  });

  it('copes with lines, which have no height', () => {
    for (const scaleMode of ['FILL', 'FIT', 'CROP', 'TILE'] as const) {
      const needed = neededScale(picture, placement({ scaleMode, height: 0 }), 1);
      expect(Number.isFinite(needed) && needed >= 0).toBe(true);
    }
  });

  const side = fc.integer({ min: 1, max: 8192 });
  const length = fc.double({ min: 0.01, max: 10_000, noNaN: true });
  const entry = fc.double({ min: -4, max: 4, noNaN: true });
  const anyPlacement = fc.record({
    width: length,
    height: length,
    scaleMode: fc.constantFrom('FILL', 'FIT', 'CROP', 'TILE'),
    imageTransform: fc.tuple(fc.tuple(entry, entry, entry), fc.tuple(entry, entry, entry)),
    scalingFactor: fc.double({ min: 0.001, max: 100, noNaN: true }),
    rotation: fc.constantFrom(0, 90, 180, 270),
  });
  const anySize = fc.record({ width: side, height: side });
  /** Of doubles nearly all are next to nothing, and so would nearly all crops be. */
  const evenEntry = fc.integer({ min: -400, max: 400 }).map((hundredths) => hundredths / 100);
  const evenTransform = fc.tuple(
    fc.tuple(evenEntry, evenEntry, evenEntry),
    fc.tuple(evenEntry, evenEntry, evenEntry),
  );

  it('is finite, in proportion to the density and inverse to the pixels', () => {
    fc.assert(
      fc.property(
        anySize,
        anyPlacement,
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        (size, at, d) => {
          const needed = neededScale(size, at, 1);
          expect(Number.isFinite(needed) && needed >= 0).toBe(true);
          expect(neededScale(size, at, d)).toBeCloseTo(
            needed * d,
            6 - Math.ceil(Math.log10(needed * d + 1)),
          );
          if (at.scaleMode === 'TILE') return;
          const doubled = neededScale({ width: size.width * 2, height: size.height * 2 }, at, 1);
          expect(doubled / (needed || 1)).toBeCloseTo(needed === 0 ? 0 : 0.5, 6);
        },
      ),
    );
  });

  it('gives a crop one pixel or more for every canvas pixel, in every direction, and not more than needed', () => {
    fc.assert(
      fc.property(anySize, anyPlacement, evenTransform, (size, at, imageTransform) => {
        const [[a, c], [b, d]] = imageTransform;
        fc.pre(Math.abs(a * d - b * c) > 0.01);
        const cropped = { ...at, imageTransform, scaleMode: 'CROP' as const };
        const needed = neededScale(size, cropped, 1);
        const densities = Array.from({ length: 720 }, (_, step) => {
          const angle = (step * Math.PI) / 720;
          const [u, v] = [Math.cos(angle) / at.width, Math.sin(angle) / at.height];
          return Math.hypot((a * u + c * v) * size.width, (b * u + d * v) * size.height) * needed;
        });
        const least = Math.min(...densities);
        expect(least).toBeGreaterThan(1 - 1e-6);
        // The worst direction may lie between two of those that were tried.
        const most = Math.max(...densities);
        expect(least).toBeLessThan(1 + 1e-6 + most * 0.01);
      }),
    );
  });

  it('FILL needs what the same crop needs', () => {
    fc.assert(
      fc.property(anySize, length, length, (size, width, height) => {
        const scale = Math.max(width / size.width, height / size.height);
        const shown = crop(width / (scale * size.width), 0, 0, height / (scale * size.height));
        expect(
          neededScale(size, placement({ width, height, ...shown }), 1) /
            neededScale(size, placement({ width, height }), 1),
        ).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is sharp enough once it was enlarged to fit, whatever the rounding', () => {
    fc.assert(
      fc.property(
        anySize,
        fc.double({ min: 1, max: 4, noNaN: true }),
        anyPlacement,
        (size, density, at) => {
          const needed = neededScale(size, at, density);
          fc.pre(needed >= 1 && needed <= 8);
          const made = {
            width: Math.round(size.width * needed),
            height: Math.round(size.height * needed),
          };
          // What a tile needs follows its own scaling factor, which is divided when it is written.
          const after =
            at.scaleMode === 'TILE'
              ? { ...at, scalingFactor: at.scalingFactor / (made.width / size.width) }
              : at;
          expect(isSharpEnough(made, neededScale(made, after, density))).toBe(true);
        },
      ),
    );
  });
});

describe('one picture in many places', () => {
  const inBoxes = (...widths: number[]) =>
    pictureOf(
      'a',
      100,
      50,
      widths.map((width, index) =>
        pictureUse(`${index}`, '', { placements: [placement({ width, height: width / 2 })] }),
      ),
    );

  it('needs what the largest needs', () => {
    expect(fitScale(inBoxes(50, 300, 100), 1)).toBe(3);
  });

  it('is sharp enough when no more pixels would be seen', () => {
    const size = { width: 100, height: 50 };
    expect(isSharpEnough(size, 0.3)).toBe(true);
    expect(isSharpEnough(size, 1.02)).toBe(true);
    expect(isSharpEnough(size, 1.03)).toBe(false);
  });
});

function crop(a: number, c: number, b: number, d: number): Partial<Placement> {
  return {
    scaleMode: 'CROP',
    imageTransform: [
      [a, c, 0.1],
      [b, d, -0.2],
    ],
  };
}
