/** One run over some pictures: what happened to each so far. Pure data and pure transitions. */
import type { EnhanceProgress, EnhanceResult } from '../../inference/engine';
import type { SerializedError } from '../../shared/errors';
import type { Picture, SkippedLayer } from '../../shared/protocol';
import type { RunOptions } from './run-options';
import { startEstimate, updateEstimate, type TimeEstimate } from './time-estimate';

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
  | { readonly status: 'cancelled' };

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
}

/** What the selection held that a run does not work on, so that its results can say so. */
export interface LeftOut {
  readonly skipped: readonly SkippedLayer[];
  readonly hiddenOrLocked: number;
}

export interface Run {
  readonly status: 'running' | 'cancelling' | 'finished';
  readonly options: RunOptions;
  readonly items: readonly RunItem[];
  readonly leftOut: LeftOut;
  readonly estimate: TimeEstimate;
  /** Set when the results are on the canvas but could not be made one undo step. */
  readonly commitError: SerializedError | null;
}

export type RunAction =
  | { readonly type: 'run/tick'; readonly nowMs: number }
  | { readonly type: 'run/cancelling' }
  | { readonly type: 'run/finished'; readonly commitError: SerializedError | null }
  | { readonly type: 'item/phase'; readonly imageHash: string; readonly phase: ItemPhase }
  | {
      readonly type: 'item/progress';
      readonly imageHash: string;
      readonly progress: EnhanceProgress;
      readonly nowMs: number;
    };

export function startRun(
  pictures: readonly Picture[],
  leftOut: LeftOut,
  options: RunOptions,
  nowMs: number,
): Run {
  return {
    status: 'running',
    options,
    items: pictures.map((picture) => ({ picture, phase: { status: 'waiting' }, restored: 0 })),
    leftOut,
    estimate: startEstimate(nowMs),
    commitError: null,
  };
}

export function reduceRun(run: Run, action: RunAction): Run {
  switch (action.type) {
    case 'run/tick':
      return run.status === 'finished' ? run : withEstimate(run, action.nowMs);
    case 'run/cancelling':
      return run.status === 'running' ? { ...run, status: 'cancelling' } : run;
    case 'run/finished':
      return {
        ...run,
        status: 'finished',
        commitError: action.commitError,
        items: run.items.map((item) =>
          isSettled(item.phase) ? item : { ...item, phase: { status: 'cancelled' } },
        ),
      };
    case 'item/phase':
      return withItem(run, action.imageHash, (item) =>
        isSettled(item.phase) ? item : { ...item, phase: action.phase },
      );
    case 'item/progress': {
      const { stage, tilesDone, tilesTotal } = action.progress;
      const changed = withItem(run, action.imageHash, (item) =>
        isSettled(item.phase)
          ? item
          : {
              ...item,
              phase: { status: 'restoring', stage },
              // A retry with smaller tiles counts anew; the bar waits rather than go back.
              restored: Math.max(item.restored, tilesTotal > 0 ? tilesDone / tilesTotal : 0),
            },
      );
      return withEstimate(changed, action.nowMs);
    }
  }
}

function isSettled(phase: ItemPhase): boolean {
  return phase.status === 'done' || phase.status === 'failed' || phase.status === 'cancelled';
}

/** Work in source pixels: how much was restored, and how much is still to be. */
export function workOf(run: Run): { done: number; left: number; total: number } {
  let done = 0;
  let left = 0;
  let total = 0;
  for (const { picture, phase, restored } of run.items) {
    const pixels = picture.width * picture.height;
    total += pixels;
    done += pixels * restored;
    if (!isSettled(phase)) left += pixels * (1 - restored);
  }
  return { done, left, total };
}

function withItem(run: Run, imageHash: string, change: (item: RunItem) => RunItem): Run {
  return {
    ...run,
    items: run.items.map((item) => (item.picture.imageHash === imageHash ? change(item) : item)),
  };
}

function withEstimate(run: Run, nowMs: number): Run {
  const { done, left } = workOf(run);
  return {
    ...run,
    estimate: updateEstimate(run.estimate, { nowMs, workDone: done, workLeft: left }),
  };
}
