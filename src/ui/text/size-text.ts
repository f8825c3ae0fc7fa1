import { FIGMA_MAX_SIDE_PX } from '../../shared/limits';

export interface SizePx {
  readonly width: number;
  readonly height: number;
}

/** What a picture would become at a wanted scale, under Figma's limit for a side. */
export interface PlannedSize extends SizePx {
  readonly scale: number;
  /** The limit made the scale smaller than the wanted one. */
  readonly capped: boolean;
  /** The picture is as large as Figma takes it, so there is nothing to enlarge. */
  readonly atLimit: boolean;
}

/** What the list promises before a run; the engine reports what was really reached. */
export function plannedSize(size: SizePx, wantedScale: number): PlannedSize {
  const largestScale = FIGMA_MAX_SIDE_PX / Math.max(size.width, size.height);
  const scale = Math.min(wantedScale, largestScale);
  if (largestScale < 1 || (largestScale === 1 && wantedScale > 1)) {
    return { ...size, scale: 1, capped: true, atLimit: true };
  }
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
    scale,
    capped: scale < wantedScale,
    atLimit: false,
  };
}

export function sizeText({ width, height }: SizePx): string {
  return `${width} × ${height}`;
}

/** Rounded down, so that no more is said than was reached; 1.04 keeps the decimals that make it more than 1. */
export function scaleText(scale: number): string {
  const tenths = Math.floor(scale * 10 + 1e-6) / 10;
  const shown = tenths > 1 || scale <= 1 ? tenths : Math.floor(scale * 100 + 1e-6) / 100;
  return `${shown}×`;
}

export function scaleTextWithLimit(scale: number, capped: boolean): string {
  return capped ? `${scaleText(scale)}, Figma’s limit` : scaleText(scale);
}
