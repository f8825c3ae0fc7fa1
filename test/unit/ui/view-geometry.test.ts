import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dividerAt,
  MIDDLE,
  nextZoom,
  paneAt,
  panned,
  place,
  showsSquarePixels,
  twoPanes,
  zoomedAt,
  ZOOMS,
  type View,
} from '../../../src/ui/compare/view-geometry';

const STAGE = { width: 300, height: 200 };
const FIT: View = { zoom: 'fit', centre: MIDDLE };
const FULL: View = { zoom: 1, centre: MIDDLE };

describe('the before/after view', () => {
  test('fits the whole picture, centred', () => {
    expect(place(STAGE, { width: 100, height: 100 }, FIT)).toEqual({
      width: 200,
      height: 200,
      left: 50,
      top: 0,
      visibleLeft: 50,
      visibleWidth: 200,
      canPan: false,
    });
  });

  test('lets a picture larger than the stage be moved, but not out of it', () => {
    const picture = { width: 1000, height: 100 };
    const right = panned(STAGE, picture, FULL, { x: 9999, y: 9999 });
    expect(place(STAGE, picture, right)).toMatchObject({ left: 0, top: 50, canPan: true });
    const left = panned(STAGE, picture, FULL, { x: -9999, y: 0 });
    expect(place(STAGE, picture, left).left).toBe(-700);
    // What was pushed beyond the edge is not stored up: the way back begins at once.
    expect(place(STAGE, picture, panned(STAGE, picture, left, { x: 10, y: 0 })).left).toBe(-690);
  });

  test('keeps a picture that fits in the middle', () => {
    const picture = { width: 10, height: 10 };
    expect(panned(STAGE, picture, FULL, { x: 5, y: -5 }).centre).toEqual(MIDDLE);
  });

  test('what is under the pointer stays there while it zooms', () => {
    const zoom = fc.constantFrom(...ZOOMS);
    const side = fc.integer({ min: 1, max: 4096 });
    const point = fc.record({
      x: fc.integer({ max: 300, min: 0 }),
      y: fc.integer({ max: 200, min: 0 }),
    });
    fc.assert(
      fc.property(side, side, zoom, zoom, point, (width, height, from, to, at) => {
        const picture = { width, height };
        const view = { zoom: from, centre: MIDDLE };
        const before = place(STAGE, picture, view);
        const after = place(STAGE, picture, zoomedAt(STAGE, picture, view, to, at));
        // Held by an edge of the stage it cannot stay; elsewhere it does, to the rounded pixel.
        const free = after.left < -1 && after.left + after.width > STAGE.width + 1;
        if (!free) return;
        const share = (at.x - before.left) / before.width;
        expect(Math.abs(after.left + share * after.width - at.x)).toBeLessThan(
          1 + after.width / before.width,
        );
      }),
    );
  });

  test('the divider moves within the visible part', () => {
    const placement = place(STAGE, { width: 100, height: 100 }, FIT);
    expect(dividerAt(placement, 150)).toBe(0.5);
    expect(dividerAt(placement, 0)).toBe(0);
    expect(dividerAt(placement, 299)).toBe(1);
  });

  test('zoom steps end at both ends, with the fitting one where it belongs', () => {
    const large = { width: 3000, height: 2000 };
    expect(nextZoom('fit', 1, STAGE, large)).toBe(0.5);
    expect(nextZoom(0.5, -1, STAGE, large)).toBe('fit');
    expect(nextZoom('fit', -1, STAGE, large)).toBe('fit');
    const small = { width: 100, height: 60 };
    expect(nextZoom(2, 1, STAGE, small)).toBe('fit');
    expect(nextZoom('fit', 1, STAGE, small)).toBe(4);
    expect(nextZoom(4, 1, STAGE, small)).toBe(4);
    expect(nextZoom(0.5, -1, STAGE, small)).toBe(0.5);
    // As large as a step: not a step of its own.
    const same = { width: 150, height: 100 };
    expect(nextZoom('fit', 1, STAGE, same)).toBe(4);
    expect(nextZoom(2, -1, STAGE, same)).toBe(1);
  });

  test('pixels are squares from 200 % on', () => {
    expect(ZOOMS.filter(showsSquarePixels)).toEqual([2, 4]);
  });

  test('two panes lie as the picture asks', () => {
    const narrow = { width: 360, height: 360 };
    const [, right] = twoPanes(narrow, { width: 100, height: 200 }, 2);
    expect(right).toEqual({ x: 181, y: 0, width: 179, height: 360 });
    const panes = twoPanes(narrow, { width: 200, height: 100 }, 2);
    expect(panes[1]).toEqual({ x: 0, y: 181, width: 360, height: 179 });
    expect(paneAt([...panes], { x: 10, y: 300 })).toBe(panes[1]);
    expect(paneAt([...panes], { x: 10, y: 180 })).toBe(panes[0]);
  });
});
