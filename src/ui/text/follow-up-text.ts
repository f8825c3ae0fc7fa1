import { errorText, type ErrorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
import { counted } from './counted';

export const FOLLOW_UP_TEXT = {
  showResult: 'Show result',
  showLayer: 'Show layer',
  placing: 'Placing…',
  restore: 'Restore original',
  restored: 'Original restored',
  restoreAll: 'Restore all originals',
} as const;

/** Where a result goes that its layer did not take; a layer that is gone has no side. */
export function placeLabel(error: SerializedError): string {
  return error.code === 'layer-gone' ? 'Place on the page' : 'Place beside';
}

export function placedText(error: SerializedError): string {
  return error.code === 'layer-gone' ? 'Placed on the page.' : 'Placed beside the layer.';
}

/** Over a list of layers that did not take a result. */
export function refusedText(layers: number, total: number): string {
  return layers === total
    ? `None of ${counted(total, 'layer')} took the result.`
    : `${counted(layers, 'layer')} left as before.`;
}

/** Unfolds such a list, and folds it again. */
export function moreLayersLabel(hidden: number, showsAll: boolean): string {
  return showsAll ? 'Show fewer layers' : `Show ${counted(hidden, 'more layer')}`;
}

/**
 * Why an original did not come back. The general sentence for a layer without one tells to select
 * another; here it was a result of this run, which is not there any more.
 */
export function restoreErrorText(error: SerializedError): ErrorText {
  return error.code === 'original-unknown'
    ? {
        what: 'The layer does not show this result any more.',
        next: 'It was changed or undone meanwhile, so it is left as it is.',
      }
    : errorText(error);
}

/** Below the summary of a run, once originals came back. */
export function restoredText(restored: number, done: number): string {
  if (restored < done) return `The originals of ${counted(restored, 'picture')} are back.`;
  return done === 1 ? 'The original is back.' : 'All originals are back.';
}
