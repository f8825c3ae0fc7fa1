/** What is said of a run as a whole: in the panel, on the canvas and to screen readers. */
import type { Run } from '../run/run-state';
import { countItems, currentNumber, keptOriginals, runFraction } from '../run/run-summary';
import { counted } from './counted';

/** What is said on the canvas when a run is over; at most 100 characters. */
export function toastText(run: Run): string {
  if (!keptOriginals(run)) return `${summaryText(run)}; only undo brings the original back`;
  const skipped = run.leftOut.skipped.length;
  return skipped === 0
    ? summaryText(run)
    : `${summaryText(run)}; ${counted(skipped, 'layer')} skipped`;
}

/** “2 pictures enhanced, 1 left as it was”. */
export function summaryText(run: Run): string {
  const { done, failed, cancelled, skipped, total } = countItems(run);
  const untouched = failed + cancelled + skipped;
  if (done === 0) {
    if (failed === 0) return `${cancelled > 0 ? 'Cancelled, nothing' : 'Nothing'} was changed`;
    return total === 1 ? 'The picture was left as it was' : 'No picture was enhanced';
  }
  const enhanced = `${counted(done, 'picture')} enhanced`;
  if (untouched === 0) return enhanced;
  return `${enhanced}, ${untouched} left as ${untouched === 1 ? 'it was' : 'they were'}`;
}

/** “Paused: 12 of 200 pictures enhanced”. */
export function pausedText(run: Run): string {
  const { done, total } = countItems(run);
  return `Paused: ${done} of ${counted(total, 'picture')} enhanced`;
}

const ANNOUNCED_STEP = 0.25;

/** For screen readers: changes four times in a run and with each picture, not with each tile. */
export function announcement(run: Run): string {
  if (run.status === 'finished') return summaryText(run);
  if (run.status === 'cancelling') return 'Cancelling';
  if (run.status === 'pausing') return 'Pausing after this picture';
  if (run.status === 'paused') return pausedText(run);
  const percent = Math.floor(runFraction(run) / ANNOUNCED_STEP) * ANNOUNCED_STEP * 100;
  const done = percent > 0 ? `, ${percent} % of all done` : '';
  return `Enhancing picture ${currentNumber(run)} of ${run.items.length}${done}`;
}
