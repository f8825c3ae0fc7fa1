/** How a run changes: pure transitions. */
import type { EnhanceProgress } from '../../inference/engine';
import type { SerializedError } from '../../shared/errors';
import type { Picture } from '../../shared/protocol';
import type { RunOptions } from './run-options';
import {
  canBeQueued,
  canBeStopped,
  isSettled,
  isUnderWay,
  itemOf,
  pixelsOf,
  type ItemPhase,
  type LeftOut,
  type Run,
  type RunItem,
} from './run-state';
import {
  beginPicture,
  dropPicture,
  endPicture,
  noteRestored,
  noteTiles,
  rest,
  startEstimate,
  updateEstimate,
  wake,
  type WorkAhead,
} from './time-estimate';

export type RunAction =
  | { readonly type: 'run/tick'; readonly nowMs: number }
  | { readonly type: 'run/pausing' }
  | { readonly type: 'run/paused'; readonly nowMs: number }
  | { readonly type: 'run/resumed'; readonly nowMs: number }
  | { readonly type: 'run/cancelling' }
  | { readonly type: 'run/committed'; readonly error: SerializedError | null }
  | { readonly type: 'run/finished'; readonly nowMs: number }
  | {
      readonly type: 'item/phase';
      readonly imageHash: string;
      readonly phase: ItemPhase;
      readonly nowMs: number;
    }
  | {
      readonly type: 'item/progress';
      readonly imageHash: string;
      readonly progress: EnhanceProgress;
      readonly nowMs: number;
    }
  /** Takes a waiting picture out of the queue. */
  | { readonly type: 'item/skipped'; readonly imageHash: string }
  /** Leaves the picture in work as it was, unless it is being written already. */
  | { readonly type: 'item/stopped'; readonly imageHash: string }
  /**
   * Puts skipped, stopped and failed pictures into the queue again. A run that was over goes on with
   * them, by the options it began with.
   */
  | {
      readonly type: 'items/queued';
      readonly imageHashes: readonly string[];
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
    items: pictures.map((picture) => ({
      picture,
      phase: { status: 'waiting' },
      restored: 0,
      retries: 0,
    })),
    leftOut,
    estimate: startEstimate(nowMs),
    undoSteps: 0,
    commitError: null,
  };
}

export function reduceRun(run: Run, action: RunAction): Run {
  switch (action.type) {
    case 'run/tick':
      return isUnderWay(run) ? withEstimate(run, action.nowMs) : run;
    case 'run/pausing':
      return run.status === 'running' ? { ...run, status: 'pausing' } : run;
    case 'run/paused':
      return run.status === 'pausing'
        ? { ...run, status: 'paused', estimate: rest(run.estimate, action.nowMs) }
        : run;
    case 'run/resumed':
      return run.status === 'pausing' || run.status === 'paused'
        ? { ...run, status: 'running', estimate: wake(run.estimate, action.nowMs) }
        : run;
    case 'run/cancelling':
      return isUnderWay(run) ? { ...run, status: 'cancelling' } : run;
    case 'run/committed':
      return {
        ...run,
        commitError: action.error,
        undoSteps: run.undoSteps + (action.error === null ? 1 : 0),
      };
    case 'run/finished':
      return {
        ...run,
        status: 'finished',
        estimate: rest(dropPicture(run.estimate), action.nowMs),
        items: run.items.map((item) =>
          isSettled(item) ? item : { ...item, phase: { status: 'cancelled' } },
        ),
      };
    case 'item/phase':
      return withPhase(run, action);
    case 'item/progress':
      return withProgress(run, action);
    case 'item/skipped':
      return run.status === 'cancelling'
        ? run
        : withItem(run, action.imageHash, (item) =>
            item.phase.status === 'waiting' ? { ...item, phase: { status: 'skipped' } } : item,
          );
    case 'item/stopped': {
      const stopped = withItem(run, action.imageHash, (item) =>
        canBeStopped(item) ? { ...item, restored: 0, phase: { status: 'cancelled' } } : item,
      );
      return stopped === run ? run : { ...stopped, estimate: dropPicture(run.estimate) };
    }
    case 'items/queued':
      return withQueued(run, new Set(action.imageHashes), action.nowMs);
  }
}

function withPhase(
  run: Run,
  { imageHash, phase, nowMs }: RunAction & { readonly type: 'item/phase' },
): Run {
  const changed = withItem(run, imageHash, (item) => (isSettled(item) ? item : { ...item, phase }));
  if (changed === run) return run;
  const { estimate } = run;
  switch (phase.status) {
    case 'reading':
      return { ...changed, estimate: beginPicture(estimate, nowMs) };
    case 'writing':
      return { ...changed, estimate: noteRestored(estimate, nowMs) };
    case 'done': {
      const { picture } = itemOf(run, imageHash)!;
      return { ...changed, estimate: endPicture(estimate, pixelsOf(picture), nowMs) };
    }
    default:
      return { ...changed, estimate: dropPicture(estimate) };
  }
}

function withProgress(
  run: Run,
  { imageHash, progress, nowMs }: RunAction & { readonly type: 'item/progress' },
): Run {
  const { stage, tilesDone, tilesTotal } = progress;
  const item = itemOf(run, imageHash);
  if (item === undefined || isSettled(item)) return run;
  // A second try with smaller tiles counts anew; the bar waits rather than go back.
  const restored = Math.max(item.restored, tilesTotal > 0 ? tilesDone / tilesTotal : 0);
  const changed = withItem(run, imageHash, () => ({
    ...item,
    phase: { status: 'restoring', stage },
    restored,
  }));
  const estimate = noteTiles(run.estimate, restored, nowMs);
  return withEstimate({ ...changed, estimate }, nowMs);
}

/** A picture that was only skipped gets its place in the queue back; a second try comes last. */
function withQueued(run: Run, imageHashes: ReadonlySet<string>, nowMs: number): Run {
  if (run.status === 'cancelling') return run;
  let any = false;
  const items = run.items.map((item): RunItem => {
    if (!imageHashes.has(item.picture.imageHash) || !canBeQueued(item)) return item;
    any = true;
    const retries = item.phase.status === 'skipped' ? item.retries : item.retries + 1;
    return { ...item, phase: { status: 'waiting' }, restored: 0, retries };
  });
  if (!any) return run;
  if (run.status !== 'finished') return { ...run, items };
  return { ...run, items, status: 'running', estimate: wake(run.estimate, nowMs) };
}

function workAhead(run: Run): WorkAhead {
  let [waitingPictures, waitingWork, currentWork] = [0, 0, 0];
  for (const item of run.items) {
    if (isSettled(item)) continue;
    if (item.phase.status === 'waiting') {
      waitingPictures += 1;
      waitingWork += pixelsOf(item.picture);
    } else currentWork = pixelsOf(item.picture);
  }
  return { waitingPictures, waitingWork, currentWork };
}

/** Other items stay the same values, so that their rows need not be drawn again. */
function withItem(run: Run, imageHash: string, change: (item: RunItem) => RunItem): Run {
  const item = itemOf(run, imageHash);
  if (item === undefined) return run;
  const changed = change(item);
  return changed === item
    ? run
    : { ...run, items: run.items.map((other) => (other === item ? changed : other)) };
}

function withEstimate(run: Run, nowMs: number): Run {
  return { ...run, estimate: updateEstimate(run.estimate, workAhead(run), nowMs) };
}
