import { describe, expect, it } from 'vitest';
import { gradientCss, solidCss } from '../../../src/playground/canvas/paint-css';

const RED = { r: 1, g: 0, b: 0, a: 1 };
const CLEAR = { r: 0, g: 0, b: 0, a: 0 };
const stops = [
  { position: 0, color: RED },
  { position: 1, color: CLEAR },
];
const SIZE = { width: 200, height: 100 };

describe('paint CSS', () => {
  it('writes colours', () => {
    expect(solidCss({ r: 1, g: 0.5, b: 0 })).toBe('rgba(255, 128, 0, 1)');
  });

  it('runs a linear gradient from left to right with the identity transform', () => {
    const paint: GradientPaint = {
      type: 'GRADIENT_LINEAR',
      gradientTransform: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      gradientStops: stops,
    };
    expect(gradientCss(paint, SIZE)).toBe(
      'linear-gradient(90deg, rgba(255, 0, 0, 1) 0px, rgba(0, 0, 0, 0) 200px)',
    );
  });

  it('follows a transform: from top to bottom, over the lower half', () => {
    const paint: GradientPaint = {
      type: 'GRADIENT_LINEAR',
      gradientTransform: [
        [0, 2, -1],
        [-1, 0, 1],
      ],
      gradientStops: stops,
    };
    expect(gradientCss(paint, SIZE)).toBe(
      'linear-gradient(180deg, rgba(255, 0, 0, 1) 50px, rgba(0, 0, 0, 0) 100px)',
    );
  });

  it('puts a radial gradient around the middle', () => {
    const paint: GradientPaint = {
      type: 'GRADIENT_RADIAL',
      gradientTransform: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      gradientStops: stops,
    };
    expect(gradientCss(paint, SIZE)).toContain('circle at 100px 50px');
    expect(gradientCss(paint, SIZE)).toContain('rgba(0, 0, 0, 0) 100px');
  });

  it('draws nothing for a transform without an inverse', () => {
    const paint: GradientPaint = {
      type: 'GRADIENT_LINEAR',
      gradientTransform: [
        [0, 0, 0],
        [0, 0, 0],
      ],
      gradientStops: stops,
    };
    expect(gradientCss(paint, SIZE)).toBe('none');
  });
});
