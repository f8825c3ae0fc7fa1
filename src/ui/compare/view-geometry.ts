/** Where a picture lies in the before/after view: pure arithmetic in CSS pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whole picture, or screen pixels for each pixel of the result. */
export const ZOOMS = ['fit', 1, 2] as const;
export type Zoom = (typeof ZOOMS)[number];

export interface Placement extends Size {
  readonly left: number;
  readonly top: number;
  /** Part of the stage's width that the picture covers; the divider moves in it. */
  readonly visibleLeft: number;
  readonly visibleWidth: number;
  /** True when the picture is larger than the stage, so that it can be moved. */
  readonly canPan: boolean;
}

/**
 * @param pan offset of the picture's centre from the stage's centre; kept so that no picture is
 * pushed out of the stage.
 */
export function place(stage: Size, picture: Size, zoom: Zoom, pan: Point): Placement {
  const factor =
    zoom === 'fit' ? Math.min(stage.width / picture.width, stage.height / picture.height) : zoom;
  const width = picture.width * factor;
  const height = picture.height * factor;
  const { x, y } = clampPan(stage, { width, height }, pan);
  const left = (stage.width - width) / 2 + x;
  const top = (stage.height - height) / 2 + y;
  const visibleLeft = Math.max(0, left);
  const visibleRight = Math.min(stage.width, left + width);
  return {
    width,
    height,
    left,
    top,
    visibleLeft,
    visibleWidth: Math.max(0, visibleRight - visibleLeft),
    canPan: width > stage.width + 0.5 || height > stage.height + 0.5,
  };
}

export function clampPan(stage: Size, shown: Size, pan: Point): Point {
  const reach = (shownSide: number, stageSide: number): number =>
    Math.max(0, (shownSide - stageSide) / 2);
  const within = (value: number, limit: number): number =>
    Math.min(limit, Math.max(-limit, value)) || 0;
  return {
    x: within(pan.x, reach(shown.width, stage.width)),
    y: within(pan.y, reach(shown.height, stage.height)),
  };
}

/** Position of the divider, 0 to 1 across the visible part, from a point on the stage. */
export function dividerAt(placement: Placement, x: number): number {
  if (placement.visibleWidth === 0) return 0.5;
  return Math.min(1, Math.max(0, (x - placement.visibleLeft) / placement.visibleWidth));
}

export function nextZoom(zoom: Zoom, direction: 1 | -1): Zoom {
  return ZOOMS[ZOOMS.indexOf(zoom) + direction] ?? zoom;
}
