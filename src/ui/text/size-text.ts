import type { ScaleChoice } from '../../shared/settings';

export interface SizePx {
  readonly width: number;
  readonly height: number;
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

/** “4×”, or “Fit”, which is another for each picture. */
export function scaleChoiceText(choice: ScaleChoice): string {
  return choice === 'fit' ? 'Fit' : `${choice}×`;
}
