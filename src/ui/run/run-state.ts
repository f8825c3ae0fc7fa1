/** One run over some pictures: what happened to each so far. Changed only by `reduceRun`. */
import type { EnhanceProgress, EnhanceResult } from '../../inference/engine';
import type { SerializedError } from '../../shared/errors';
import type { Picture, SkippedLayer } from '../../shared/protocol';
import type { RunOptions } from './run-options';
import type { TimeEstimate } from './time-estimate';

export interface ItemResult extends Omit<EnhanceResult, 'bytes' | 'promptReading'> {
  /** Hash of the picture that is on the canvas now. */
  readonly imageHash: string;
  /** Hash of the picture that it was made from. */
  readonly sourceHash: string;
  readonly tookMs: number;
  /** Layers that did not take the picture although others did. */
  readonly failures: readonly SkippedLayer[];
  /** False where only undo brings the picture back that was there before. */
  readonly originalsKept: boolean;
}

export type ItemPhase =
  | { readonly status: 'waiting' }
  | { readonly status: 'reading' }
  | { readonly status: 'restoring'; readonly stage: EnhanceProgress['stage'] }
  | { readonly status: 'writing' }
  | { readonly status: 'done'; readonly result: ItemResult }
  | {
      readonly status: 'failed';
      readonly error: SerializedError;
      /** The result, where there is one that no layer took. */
      readonly refused?: RefusedResult;
    }
  /** Stopped by the user, or not reached before the run was cancelled. */
  | { readonly status: 'cancelled' }
  /** Taken out of the queue by the user. */
  | { readonly status: 'skipped' };

/** A result that is in the file though no layer shows it. */
export interface RefusedResult {
  readonly imageHash: string;
  readonly failures: readonly SkippedLayer[];
}

export interface RunItem {
  readonly picture: Picture;
  readonly phase: ItemPhase;
  /** Share of this picture's tiles that were restored, 0 to 1. */
  readonly restored: number;
  /** How often it was tried again. Those tried less often go first. */
  readonly retries: number;
}

/** What the selection held that a run does not work on, so that its results can say so. */
export interface LeftOut {
  readonly skipped: readonly SkippedLayer[];
  readonly hiddenOrLocked: number;
}

export interface Run {
  /** `pausing` and `cancelling` last until the picture in work allows it. */
  readonly status: 'running' | 'pausing' | 'paused' | 'cancelling' | 'finished';
  readonly options: RunOptions;
  readonly items: readonly RunItem[];
  readonly leftOut: LeftOut;
  readonly estimate: TimeEstimate;
  /** How many undo steps the results are so far; see `runPictures`. */
  readonly undoSteps: number;
  /** Set when results are on the canvas but could not be made an undo step. */
  readonly commitError: SerializedError | null;
}

/** True from the start of a run until its end, also while it is paused or being cancelled. */
export function isUnderWay(run: Run): boolean {
  return run.status !== 'finished';
}

/** Nothing more happens to it unless it is put into the queue again. */
export function isSettled({ phase: { status } }: RunItem): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled' || status === 'skipped';
}

export function canBeStopped({ phase: { status } }: RunItem): boolean {
  return status === 'reading' || status === 'restoring';
}

export function canBeQueued(item: RunItem): boolean {
  return isSettled(item) && item.phase.status !== 'done';
}

export function itemOf(run: Run, imageHash: string): RunItem | undefined {
  return run.items.find(({ picture }) => picture.imageHash === imageHash);
}

/** The picture whose turn it is: in the order of the list, but second tries after all first ones. */
export function nextInQueue(run: Run): RunItem | undefined {
  let next: RunItem | undefined;
  for (const item of run.items) {
    if (item.phase.status !== 'waiting') continue;
    if (next === undefined || item.retries < next.retries) next = item;
  }
  return next;
}

/** Work in source pixels: all of it, and how much is still to be done. */
export function workOf(run: Run): { left: number; total: number } {
  let left = 0;
  let total = 0;
  for (const item of run.items) {
    const pixels = pixelsOf(item.picture);
    total += pixels;
    if (!isSettled(item)) left += pixels * (1 - item.restored);
  }
  return { left, total };
}

export function pixelsOf({ width, height }: Picture): number {
  return width * height;
}
