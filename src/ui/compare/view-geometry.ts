/** Where a picture lies in the before/after view: pure arithmetic in CSS pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Size, Point {}

/**
 * Whole picture, or CSS pixels for each pixel of the result, as Figma counts. Steps only: at a whole
 * factor every pixel is as large as its neighbours, so that what is seen is in the picture.
 */
export const ZOOMS = ['fit', 0.5, 1, 2, 4] as const;
export type Zoom = (typeof ZOOMS)[number];

/** From here on pixels are shown as squares; below, the browser's smooth filter is used. */
const LEAST_SQUARE_ZOOM = 2;

/** What is looked at; the same for every picture that is shown, so that all of them move as one. */
export interface View {
  readonly zoom: Zoom;
  /** The point in the middle of a pane, in shares of the picture. */
  readonly centre: Point;
}

export const MIDDLE: Point = { x: 0.5, y: 0.5 };

export interface Placement extends Size {
  readonly left: number;
  readonly top: number;
  /** Part of the pane's width that the picture covers; the divider moves in it. */
  readonly visibleLeft: number;
  readonly visibleWidth: number;
  /** True when the picture is larger than the pane, so that it can be moved. */
  readonly canPan: boolean;
}

export function place(pane: Size, picture: Size, view: View): Placement {
  const factor = factorOf(view.zoom, pane, picture);
  const width = picture.width * factor;
  const height = picture.height * factor;
  const centre = clampCentre(pane, { width, height }, view.centre);
  const left = Math.round(pane.width / 2 - centre.x * width);
  const top = Math.round(pane.height / 2 - centre.y * height);
  const visibleLeft = Math.max(0, left);
  const visibleRight = Math.min(pane.width, left + width);
  return {
    width,
    height,
    left,
    top,
    visibleLeft,
    visibleWidth: Math.max(0, visibleRight - visibleLeft),
    canPan: width > pane.width + 0.5 || height > pane.height + 0.5,
  };
}

/** CSS pixels for each pixel of the result. */
export function factorOf(zoom: Zoom, pane: Size, picture: Size): number {
  if (zoom !== 'fit') return zoom;
  return Math.min(pane.width / picture.width, pane.height / picture.height);
}

export function showsSquarePixels(zoom: Zoom): boolean {
  return zoom !== 'fit' && zoom >= LEAST_SQUARE_ZOOM;
}

/** The picture moved by some pixels, but never out of the pane. */
export function panned(pane: Size, picture: Size, view: View, by: Point): View {
  const { width, height } = place(pane, picture, view);
  const from = clampCentre(pane, { width, height }, view.centre);
  const centre = { x: from.x - by.x / width, y: from.y - by.y / height };
  return { ...view, centre: clampCentre(pane, { width, height }, centre) };
}

/** Another zoom that leaves in its place what is under a point of the pane. */
export function zoomedAt(pane: Size, picture: Size, view: View, zoom: Zoom, point: Point): View {
  const { left, top, width, height } = place(pane, picture, view);
  const factor = factorOf(zoom, pane, picture);
  const shown = { width: picture.width * factor, height: picture.height * factor };
  const centre = {
    x: (point.x - left) / width - (point.x - pane.width / 2) / shown.width,
    y: (point.y - top) / height - (point.y - pane.height / 2) / shown.height,
  };
  return { zoom, centre: clampCentre(pane, shown, centre) };
}

/** The next step, with the fitting zoom at its place between the others. */
export function nextZoom(zoom: Zoom, direction: 1 | -1, pane: Size, picture: Size): Zoom {
  const factor = (of: Zoom): number => factorOf(of, pane, picture);
  const others = ZOOMS.filter((other) => (factor(other) - factor(zoom)) * direction > 0);
  others.sort((a, b) => (factor(a) - factor(b)) * direction);
  return others[0] ?? zoom;
}

/** Position of the divider, 0 to 1 across the visible part, from a point in the pane. */
export function dividerAt(placement: Placement, x: number): number {
  if (placement.visibleWidth === 0) return 0.5;
  return Math.min(1, Math.max(0, (x - placement.visibleLeft) / placement.visibleWidth));
}

/** Two panes beside each other or one above the other, whichever shows more of such a picture. */
export function twoPanes(stage: Size, picture: Size, gap: number): readonly [Rect, Rect] {
  const beside = { width: (stage.width - gap) / 2, height: stage.height };
  const stacked = { width: stage.width, height: (stage.height - gap) / 2 };
  return factorOf('fit', beside, picture) >= factorOf('fit', stacked, picture)
    ? [
        { x: 0, y: 0, ...beside },
        { x: beside.width + gap, y: 0, ...beside },
      ]
    : [
        { x: 0, y: 0, ...stacked },
        { x: 0, y: stacked.height + gap, ...stacked },
      ];
}

/** The pane under a point of the stage, or the first. */
export function paneAt(panes: readonly [Rect, ...Rect[]], { x, y }: Point): Rect {
  const inside = (pane: Rect): boolean =>
    x >= pane.x && y >= pane.y && x <= pane.x + pane.width && y <= pane.y + pane.height;
  return panes.find(inside) ?? panes[0];
}

function clampCentre(pane: Size, shown: Size, centre: Point): Point {
  const within = (value: number, paneSide: number, shownSide: number): number => {
    const least = paneSide / 2 / shownSide;
    return least >= 0.5 ? 0.5 : Math.min(1 - least, Math.max(least, value));
  };
  return {
    x: within(centre.x, pane.width, shown.width),
    y: within(centre.y, pane.height, shown.height),
  };
}
