/** What the buttons and lines of a run say. */
import type { ItemPhase, Run } from '../run/run-state';
import { countItems, currentNumber } from '../run/run-summary';
import { remainingText } from './duration-text';
import { scaleChoiceText } from './size-text';

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

/** How to take a finished run back, after the keys for it. */
export function undoText(run: Run): string {
  if (countItems(run).done === 1) return 'undoes it';
  return run.undoSteps > 1 ? `undoes them, in ${run.undoSteps} steps` : 'undoes them all';
}
