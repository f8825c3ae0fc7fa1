import type { PictureUse } from '../../shared/protocol';
import { sourceOf, type PictureSource } from '../run/picture-source';
import { comparedItem, picturesWithOriginal } from '../state/selectors';
import type { AppState } from '../state/app-state';
import { durationText } from '../text/duration-text';
import { scaleText, scaleTextWithLimit } from '../text/size-text';

/** Two stored pictures to be looked at one over the other. */
export interface Comparison {
  readonly uses: readonly PictureUse[];
  readonly before: PictureSource;
  readonly after: PictureSource;
  /** What is known about how the one became the other. */
  readonly facts: string;
  /** Where the way back leads. */
  readonly backTo: 'results' | 'selection';
}

/** What the before/after view shows: a result of the last run, or a selected picture and its original. */
export function comparisonOf(state: AppState): Comparison | null {
  const item = comparedItem(state);
  if (item?.phase.status === 'done') {
    const { result } = item.phase;
    const { scale, capped, format, tookMs, sourceHash, sourceWidth, sourceHeight } = result;
    return {
      uses: item.picture.uses,
      before: { imageHash: sourceHash, width: sourceWidth, height: sourceHeight },
      after: result,
      facts: `${scaleTextWithLimit(scale, capped)} · ${format.toUpperCase()} · ${durationText(tookMs)}`,
      backTo: 'results',
    };
  }
  const picture = picturesWithOriginal(state).find(
    ({ imageHash }) => imageHash === state.comparing,
  );
  if (!picture) return null;
  const before = sourceOf(picture, true);
  return {
    uses: picture.uses,
    before,
    after: picture,
    facts: scaleText(picture.width / before.width),
    backTo: 'selection',
  };
}

/** The selected picture that comes after the one on view; null when there is no other. */
export function nextComparable(state: AppState): string | null {
  if (comparedItem(state) !== null) return null;
  const hashes = picturesWithOriginal(state).map(({ imageHash }) => imageHash);
  if (hashes.length < 2) return null;
  return hashes[(hashes.indexOf(state.comparing ?? '') + 1) % hashes.length] ?? null;
}
