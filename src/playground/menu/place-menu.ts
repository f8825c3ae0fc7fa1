import type { Rect, Size } from '../canvas/geometry';

/** Room between a menu and the edge of the window. */
const EDGE_PX = 8;

/**
 * Where a menu goes: to the right of its anchor, on the left where there is no room, and always
 * inside of the window.
 */
export function placeMenu(anchor: Rect, menu: Size, window: Size): { left: number; top: number } {
  const right = anchor.x + anchor.width;
  const left = right + menu.width + EDGE_PX <= window.width ? right : anchor.x - menu.width;
  const lowest = window.height - menu.height - EDGE_PX;
  return {
    left: Math.max(EDGE_PX, left),
    top: Math.max(EDGE_PX, Math.min(anchor.y, lowest)),
  };
}
