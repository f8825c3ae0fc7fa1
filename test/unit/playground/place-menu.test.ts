import { describe, expect, it } from 'vitest';
import { placeMenu } from '../../../src/playground/menu/place-menu';

const MENU = { width: 200, height: 300 };
const WINDOW = { width: 1000, height: 600 };
const at = (x: number, y: number, width = 0, height = 0): { left: number; top: number } =>
  placeMenu({ x, y, width, height }, MENU, WINDOW);

describe('placeMenu', () => {
  it('opens to the right and down', () => {
    expect(at(100, 50)).toEqual({ left: 100, top: 50 });
    expect(at(100, 50, 200, 24)).toEqual({ left: 300, top: 50 });
  });

  it('opens to the left where the right has no room', () => {
    expect(at(900, 50)).toEqual({ left: 700, top: 50 });
    expect(at(700, 50, 200, 24)).toEqual({ left: 500, top: 50 });
  });

  it('stays in the window', () => {
    expect(at(100, 590).top).toBe(292);
    expect(
      placeMenu({ x: 20, y: 0, width: 0, height: 0 }, MENU, { width: 150, height: 200 }),
    ).toEqual({
      left: 8,
      top: 8,
    });
  });
});
