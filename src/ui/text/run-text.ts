/** What the buttons and lines of a run say. */
import type { ItemPhase, Run, RunItem } from '../run/run-state';
import { countItems, currentNumber } from '../run/run-summary';
import { percentText } from './control-text';
import { remainingText } from './duration-text';
import { scaleChoiceText } from './size-text';

export const RUN_TEXT = {
  /** Until it is known how many pictures there are. */
  enhancing: 'Enhancing',
  gettingReady: 'Getting ready',
  allPictures: 'All pictures',
  leftAsItWas: 'Left as it was',
  /** After the name of a picture, which opens the comparison. */
  opensComparison: ', compare before and after',
  backToSelection: 'Back to the selection',
} as const;

export const NOT_ONE_UNDO_STEP = {
  what: 'The enhanced pictures are on the canvas, but not as one undo step.',
  next: 'Undoing them may take several steps, or undo other changes with them.',
} as const;

/** The heading of a run that is under way. */
export function runTitle(run: Run): string {
  const count = run.items.length;
  if (run.status === 'paused') return `Paused at ${currentNumber(run)} of ${count}`;
  return count === 1 ? 'Enhancing the image' : `Enhancing ${currentNumber(run)} of ${count}`;
}

/** Beside the heading: what is still to come. */
export function runOutlook({ status, estimate: { shownMs }, options }: Run): string {
  if (status === 'cancelling') return 'Cancelling…';
  return shownMs === null ? scaleChoiceText(options.scale) : remainingText(shownMs);
}

/** The same in the small window. */
export function smallOutlook({ status, estimate: { shownMs } }: Run): string {
  // Beside this, the button says that the run is about to pause.
  if (status === 'pausing') return '';
  if (status === 'paused') return 'Paused';
  return shownMs === null ? 'Estimating the time…' : remainingText(shownMs);
}

export function pauseLabel(status: Run['status']): string {
  if (status === 'paused') return 'Resume';
  return status === 'pausing' ? 'Pausing after this picture…' : 'Pause';
}

export function retryFailedLabel(count: number): string {
  return count === 1 ? 'Retry the one that failed' : `Retry the ${count} that failed`;
}

export function goOnLabel(count: number): string {
  return count === 1 ? 'Go on with the one left' : `Go on with the ${count} left`;
}

/** What a row’s button does in each state; null for no button. */
export function rowActionLabel(status: ItemPhase['status']): string | null {
  switch (status) {
    case 'waiting':
      return 'Skip';
    case 'reading':
    case 'restoring':
      return 'Stop';
    case 'skipped':
      return 'Include';
    case 'failed':
    case 'cancelled':
      return 'Retry';
    default:
      return null;
  }
}

/** What is happening to a picture without a result, or has become of it. */
export function rowStateText({ phase, restored }: RunItem): string {
  switch (phase.status) {
    case 'waiting':
      return 'Waiting';
    case 'skipped':
      return 'Skipped';
    case 'reading':
      return 'Reading…';
    case 'restoring':
      if (phase.stage === 'encode') return 'Saving…';
      return phase.stage === 'decode' ? 'Preparing…' : percentText(restored);
    case 'writing':
      return 'Placing…';
    default:
      return RUN_TEXT.leftAsItWas;
  }
}

/** What can be done with the results of a finished run. */
export function resultsHint(run: Run, userAgent: string): string {
  const compare = 'Open a picture to compare.';
  if (run.commitError !== null) return compare;
  return `${compare} ${undoKeys(userAgent)} ${undoText(run)}.`;
}

/** The undo keys of the user's system, as Figma's own menus write them. */
export function undoKeys(userAgent: string): string {
  return /Mac|iPhone|iPad/.test(userAgent) ? '⌘Z' : 'Ctrl+Z';
}

/** How to take a finished run back, after the keys for it. */
function undoText(run: Run): string {
  if (countItems(run).done === 1) return 'undoes it';
  return run.undoSteps > 1 ? `undoes them, in ${run.undoSteps} steps` : 'undoes them all';
}
