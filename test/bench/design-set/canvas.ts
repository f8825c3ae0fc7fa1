import type { Random } from './random';
import type { Theme } from './themes';

/** Side of every picture of the set, before it is made smaller. */
export const SIDE_PX = 512;

/** What one picture is drawn from. */
export interface Brief {
  readonly random: Random;
  readonly theme: Theme;
  /** 0 for the first picture of its kind, 1 for the second. */
  readonly variant: 0 | 1;
}

/** Draws a picture as the children of an `<svg>` of `SIDE_PX`; nothing below it means transparent. */
export type Drawing = (brief: Brief) => string[];
