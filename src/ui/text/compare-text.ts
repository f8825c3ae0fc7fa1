import type { Comparison } from '../compare/comparison';

/** The way out of the before/after view. */
export function backText(backTo: Comparison['backTo']): string {
  return backTo === 'results' ? 'Back to the results' : 'Back to the selection';
}

/** Said when the selection was to be compared with its originals and has none. */
export const NOTHING_TO_COMPARE =
  'None of the selected pictures has an original to compare with. Select one that was enhanced with Onestep.';
