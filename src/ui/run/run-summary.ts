/** What a run says about itself, in numbers and in words. */
import { counted } from '../text/counted';
import {
  isSettled,
  nextInQueue,
  workOf,
  type ItemPhase,
  type Run,
  type RunItem,
} from './run-state';

export interface RunCounts {
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly skipped: number;
  readonly total: number;
}

export function countItems(run: Run): RunCounts {
  const count = (status: RunItem['phase']['status']): number =>
    run.items.filter((item) => item.phase.status === status).length;
  return {
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    skipped: count('skipped'),
    total: run.items.length,
  };
}

/** Share of the whole run that is behind us, 0 to 1. */
export function runFraction(run: Run): number {
  const { left, total } = workOf(run);
  return total === 0 ? 1 : 1 - left / total;
}

/** Number of the picture that is being worked on, from 1. */
export function currentNumber(run: Run): number {
  return Math.min(run.items.length, run.items.filter(isSettled).length + 1);
}

/** The picture that is being worked on, or is next. */
export function currentItem(run: Run): RunItem | undefined {
  const inWork = run.items.find((item) => !isSettled(item) && item.phase.status !== 'waiting');
  return inWork ?? nextInQueue(run);
}

/** True when something went another way than the user asked, so that a toast alone is too little. */
export function needsLook(run: Run): boolean {
  return (
    run.commitError !== null ||
    run.items.some(
      ({ phase }) =>
        phase.status === 'failed' || (phase.status === 'done' && phase.result.failures.length > 0),
    )
  );
}

/** False when a picture was written where only undo brings the one before it back. */
export function keptOriginals(run: Run): boolean {
  return !run.items.some(({ phase }) => phase.status === 'done' && !phase.result.originalsKept);
}

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

/** Pictures that a second try can still help, by why they were left. */
export function leftPictures(run: Run): {
  failed: readonly string[];
  unfinished: readonly string[];
} {
  const hashesOf = (status: ItemPhase['status']): string[] =>
    run.items
      .filter((item) => item.phase.status === status)
      .map(({ picture }) => picture.imageHash);
  return { failed: hashesOf('failed'), unfinished: hashesOf('cancelled') };
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
