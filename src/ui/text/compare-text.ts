import type { Comparison } from '../compare/comparison';

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
