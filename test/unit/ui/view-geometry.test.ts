import { describe, expect, test } from 'vitest';
import { clampPan, dividerAt, nextZoom, place } from '../../../src/ui/compare/view-geometry';

const STAGE = { width: 300, height: 200 };
const CENTRE = { x: 0, y: 0 };

describe('the before/after view', () => {
  test('fits the whole picture, centred', () => {
    expect(place(STAGE, { width: 100, height: 100 }, 'fit', CENTRE)).toEqual({
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
    expect(place(STAGE, picture, 1, { x: 9999, y: 9999 })).toMatchObject({
      left: 0,
      top: 50,
      canPan: true,
    });
    expect(place(STAGE, picture, 1, { x: -9999, y: 0 }).left).toBe(-700);
  });

  test('keeps no pan for a picture that fits', () => {
    expect(clampPan(STAGE, { width: 10, height: 10 }, { x: 5, y: -5 })).toEqual(CENTRE);
  });

  test('the divider moves within the visible part', () => {
    const placement = place(STAGE, { width: 100, height: 100 }, 'fit', CENTRE);
    expect(dividerAt(placement, 150)).toBe(0.5);
    expect(dividerAt(placement, 0)).toBe(0);
    expect(dividerAt(placement, 299)).toBe(1);
  });

  test('zoom steps end at both ends', () => {
    expect(nextZoom('fit', 1)).toBe(1);
    expect(nextZoom(2, 1)).toBe(2);
    expect(nextZoom('fit', -1)).toBe('fit');
  });
});
