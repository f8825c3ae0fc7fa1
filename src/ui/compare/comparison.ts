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

/** Where the picture on view stands among those that can be compared like it, in the list's order. */
export interface PlaceInList {
  /** From 1. */
  readonly number: number;
  readonly total: number;
  /** Hashes of the pictures beside it; the list is a ring. */
  readonly previous: string;
  readonly next: string;
}

/** Null when there is no other picture. */
export function placeInList(state: AppState): PlaceInList | null {
  const hashes = comparableHashes(state);
  const index = hashes.indexOf(state.comparing ?? '');
  const previous = hashes.at(index - 1);
  const next = hashes[(index + 1) % hashes.length];
  if (hashes.length < 2 || index === -1 || !previous || !next) return null;
  return { number: index + 1, total: hashes.length, previous, next };
}

/** Results of the last run while one of them is on view, else selected pictures with an original. */
function comparableHashes(state: AppState): readonly string[] {
  if (comparedItem(state) === null) {
    return picturesWithOriginal(state).map(({ imageHash }) => imageHash);
  }
  const items = state.run?.items ?? [];
  return items
    .filter(({ phase }) => phase.status === 'done')
    .map(({ picture }) => picture.imageHash);
}
