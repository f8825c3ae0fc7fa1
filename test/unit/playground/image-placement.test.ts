import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  placeImage,
  type Matrix,
  type PlacedPaint,
} from '../../../src/playground/canvas/image-placement';
import { boundsOf, type Rect, type Size } from '../../../src/playground/canvas/geometry';

const side = fc.integer({ min: 1, max: 4096 });
const size = fc.record({ width: side, height: side });
const turns = fc.constantFrom(0, 90, 180, 270, -90);

describe('placeImage', () => {
  it('covers the layer with FILL: all of one side, the middle of the other', () => {
    expect(
      drawn({ scaleMode: 'FILL' }, { width: 100, height: 100 }, { width: 40, height: 20 }),
    ).toEqual({ x: -50, y: 0, width: 200, height: 100 });
  });

  it('shows the whole picture with FIT', () => {
    expect(
      drawn({ scaleMode: 'FIT' }, { width: 100, height: 100 }, { width: 40, height: 20 }),
    ).toEqual({ x: 0, y: 25, width: 100, height: 50 });
  });

  it('turns the picture clockwise around the middle', () => {
    const matrix = once(
      { scaleMode: 'FIT', rotation: 90 },
      { width: 20, height: 40 },
      { width: 40, height: 20 },
    );
    // The top left corner of the picture comes to lie at the top right of the layer.
    expect(at(matrix, 0, 0)).toEqual({ x: 20, y: 0 });
    expect(at(matrix, 40, 20)).toEqual({ x: 0, y: 40 });
  });

  it('FILL leaves no gap and FIT no overhang, at any size and turn', () => {
    fc.assert(
      fc.property(size, size, turns, (layer, picture, rotation) => {
        const filled = drawn({ scaleMode: 'FILL', rotation }, layer, picture);
        expect(filled.x).toBeLessThan(1e-6);
        expect(filled.y).toBeLessThan(1e-6);
        expect(filled.x + filled.width).toBeGreaterThan(layer.width - 1e-6);
        expect(filled.y + filled.height).toBeGreaterThan(layer.height - 1e-6);
        const fitted = drawn({ scaleMode: 'FIT', rotation }, layer, picture);
        expect(fitted.x).toBeGreaterThan(-1e-6);
        expect(fitted.y).toBeGreaterThan(-1e-6);
        expect(fitted.x + fitted.width).toBeLessThan(layer.width + 1e-6);
        expect(fitted.y + fitted.height).toBeLessThan(layer.height + 1e-6);
      }),
    );
  });

  it('shows the part of the picture that the transform of CROP names', () => {
    // The right half of the upper half.
    const imageTransform: Transform = [
      [0.5, 0, 0.5],
      [0, 0.5, 0],
    ];
    const layer = { width: 100, height: 50 };
    const matrix = once({ scaleMode: 'CROP', imageTransform }, layer, { width: 400, height: 200 });
    expect(at(matrix, 200, 0)).toEqual({ x: 0, y: 0 });
    expect(at(matrix, 400, 100)).toEqual({ x: 100, y: 50 });
  });

  it('stretches the picture over the layer with CROP and no transform', () => {
    expect(
      drawn({ scaleMode: 'CROP' }, { width: 30, height: 90 }, { width: 10, height: 10 }),
    ).toEqual({
      x: 0,
      y: 0,
      width: 30,
      height: 90,
    });
  });

  it('falls back to FILL where the transform of CROP has no inverse', () => {
    const imageTransform: Transform = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    const layer = { width: 100, height: 100 };
    const picture = { width: 40, height: 20 };
    expect(drawn({ scaleMode: 'CROP', imageTransform }, layer, picture)).toEqual(
      drawn({ scaleMode: 'FILL' }, layer, picture),
    );
  });

  it.each([
    [
      { scaleMode: 'TILE', scalingFactor: 0.5 },
      { width: 20, height: 10 },
    ],
    [{ scaleMode: 'TILE' }, { width: 40, height: 20 }],
    [
      { scaleMode: 'TILE', rotation: 90 },
      { width: 20, height: 40 },
    ],
  ] as const)('repeats a tile of the right size for %o', (paint, tile) => {
    const placement = placeImage(paint, { width: 300, height: 300 }, { width: 40, height: 20 });
    expect(placement).toMatchObject({ kind: 'tiled', tile });
  });
});

function once(paint: PlacedPaint, layer: Size, picture: Size): Matrix {
  const placement = placeImage(paint, layer, picture);
  if (placement.kind !== 'once') throw new Error('tiled');
  return placement.matrix;
}

function at({ a, b, c, d, e, f }: Matrix, x: number, y: number): { x: number; y: number } {
  const clean = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;
  return { x: clean(a * x + c * y + e), y: clean(b * x + d * y + f) };
}

/** The rectangle on the layer that the picture's corners span. */
function drawn(paint: PlacedPaint, layer: Size, picture: Size): Rect {
  const matrix = once(paint, layer, picture);
  const corners = [
    at(matrix, 0, 0),
    at(matrix, picture.width, 0),
    at(matrix, 0, picture.height),
    at(matrix, picture.width, picture.height),
  ];
  const bounds = boundsOf(corners.map((corner) => ({ ...corner, width: 0, height: 0 })));
  if (!bounds) throw new Error('no corners');
  return bounds;
}
