import type { Point, Rect, Size } from './geometry';

/** What of the page is seen: screen = page × zoom + (x, y), in CSS pixels of the canvas element. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const MIN_ZOOM = 0.02;
export const MAX_ZOOM = 64;

export function toScreen(camera: Camera, point: Point): Point {
  return { x: point.x * camera.zoom + camera.x, y: point.y * camera.zoom + camera.y };
}

export function toPage(camera: Camera, point: Point): Point {
  return { x: (point.x - camera.x) / camera.zoom, y: (point.y - camera.y) / camera.zoom };
}

export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx, y: camera.y + dy };
}

/** Zooms to `zoom` while the page point under `anchor` (on screen) stays where it is. */
export function zoomAt(camera: Camera, anchor: Point, zoom: number): Camera {
  const limited = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
  const fixed = toPage(camera, anchor);
  return { x: anchor.x - fixed.x * limited, y: anchor.y - fixed.y * limited, zoom: limited };
}

/** Shows all of `rect` in the middle, with a margin on each side. */
export function fitRect(
  rect: Rect,
  viewport: Size,
  { marginPx = 48, maxZoom = 1 }: { marginPx?: number; maxZoom?: number } = {},
): Camera {
  const room = {
    width: Math.max(1, viewport.width - 2 * marginPx),
    height: Math.max(1, viewport.height - 2 * marginPx),
  };
  const fitting = Math.min(
    room.width / Math.max(1, rect.width),
    room.height / Math.max(1, rect.height),
  );
  const zoom = Math.max(MIN_ZOOM, Math.min(maxZoom, fitting));
  return {
    x: viewport.width / 2 - (rect.x + rect.width / 2) * zoom,
    y: viewport.height / 2 - (rect.y + rect.height / 2) * zoom,
    zoom,
  };
}
