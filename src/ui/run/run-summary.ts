/** A run in numbers. */
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
