import type { Comparison } from '../compare/comparison';
import type { Zoom } from '../compare/view-geometry';
import { percentText } from './control-text';

export const COMPARE_TEXT = {
  before: 'Before',
  after: 'After',
  divider: 'Divider between before and after',
  difference: 'Difference between before and after',
  stage: 'Picture before and after',
  enlargedStage: 'Enlarged picture, arrow keys move it',
  reading: 'Reading both pictures…',
  readingLabel: 'Reading both pictures',
  drawing: 'Working out the difference…',
  drawingLabel: 'Working out the difference',
  modes: 'Way of comparing',
  gain: 'Brightness of the difference',
  zoom: 'Zoom',
  fit: 'Fit',
  hold: 'Hold for before',
  holdTitle: 'Shows the picture as it was for as long as you hold this, or the key B',
  previous: 'Previous picture',
  previousTitle: 'Previous picture (Page Up)',
  next: 'Next picture',
  nextTitle: 'Next picture (Page Down)',
  largerWindow: 'Larger window',
  smallerWindow: 'Smaller window',
} as const;

/** The way out of the before/after view. */
export function backText(backTo: Comparison['backTo']): string {
  return backTo === 'results' ? 'Back to the results' : 'Back to the selection';
}

/** Said when the selection was to be compared with its originals and has none. */
export const NOTHING_TO_COMPARE =
  'None of the selected pictures has an original to compare with. Select one that was enhanced with Onestep.';

export type CompareMode = 'divider' | 'side-by-side' | 'difference';

/** The ways of comparing, in the order of their keys 1 to 3. */
export const COMPARE_MODES: readonly {
  readonly value: CompareMode;
  readonly label: string;
  readonly title: string;
}[] = [
  { value: 'divider', label: 'Divider', title: 'Before and after with a divider (1)' },
  { value: 'side-by-side', label: 'Side by side', title: 'Before and after side by side (2)' },
  { value: 'difference', label: 'Difference', title: 'What has changed (3)' },
];

/** Below the difference, so that nobody takes it for a picture. */
export const DIFFERENCE_CAPTION = 'Black: the same as a plain enlargement';

export const NO_DIFFERENCE =
  'There is too little memory to work out the difference. Compare with the divider or side by side.';

/** The way out, with its key. */
export function backTitle(backTo: Comparison['backTo']): string {
  return `${backText(backTo)} (Esc)`;
}

export function zoomText(zoom: Zoom): string {
  return zoom === 'fit' ? COMPARE_TEXT.fit : percentText(zoom);
}

/** @param percent of the visible picture that shows it as it was */
export function dividerText(percent: number): string {
  return `${percent} % before, ${100 - percent} % after`;
}
