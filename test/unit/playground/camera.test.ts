import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitRect,
  MAX_ZOOM,
  MIN_ZOOM,
  toPage,
  toScreen,
  zoomAt,
} from '../../../src/playground/canvas/camera';

const coordinate = fc.integer({ min: -5000, max: 5000 });
const zoom = fc.double({ min: 0.05, max: 32, noNaN: true });
const camera = fc.record({ x: coordinate, y: coordinate, zoom });
const point = fc.record({ x: coordinate, y: coordinate });

describe('camera', () => {
  it('goes from the screen to the page and back', () => {
    fc.assert(
      fc.property(camera, point, (view, on) => {
        const back = toScreen(view, toPage(view, on));
        expect(back.x).toBeCloseTo(on.x, 4);
        expect(back.y).toBeCloseTo(on.y, 4);
      }),
    );
  });

  it('keeps the page under the pointer while zooming', () => {
    fc.assert(
      fc.property(camera, point, zoom, (view, anchor, next) => {
        const before = toPage(view, anchor);
        const after = toPage(zoomAt(view, anchor, next), anchor);
        expect(after.x).toBeCloseTo(before.x, 4);
        expect(after.y).toBeCloseTo(before.y, 4);
      }),
    );
  });

  it('stays between its limits', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    expect(zoomAt(view, { x: 0, y: 0 }, 1e6).zoom).toBe(MAX_ZOOM);
    expect(zoomAt(view, { x: 0, y: 0 }, 0).zoom).toBe(MIN_ZOOM);
  });

  it('fits a rectangle into the middle, and no larger than asked', () => {
    const viewport = { width: 1000, height: 600 };
    const wide = fitRect({ x: 100, y: 100, width: 1808, height: 10 }, viewport);
    expect(wide.zoom).toBeCloseTo(0.5);
    expect(toScreen(wide, { x: 100 + 904, y: 105 })).toEqual({ x: 500, y: 300 });
    expect(fitRect({ x: 0, y: 0, width: 10, height: 10 }, viewport, { maxZoom: 2 }).zoom).toBe(2);
  });
});
