/**
 * How long a run will still take. What a picture costs is a fixed part (reading, writing, starting)
 * and a part for each pixel; both are fitted to the pictures that are finished, and the tiles of the
 * picture in work correct it. The number on display counts down with the clock: it is corrected only
 * when it is clearly wrong, so that it does not jump with every tile.
 */
import { costOf, NO_COSTS, withCost, type CostSums } from './picture-cost';

export interface TimeEstimate {
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  readonly costs: CostSums;
  /** The picture in work; null between two. */
  readonly current: PictureInWork | null;
  /** Set while the run is paused or over: this time is nobody's. */
  readonly restingSinceMs: number | null;
  /** Remaining time on display; null while it is too early to say. */
  readonly shownMs: number | null;
}

interface PictureInWork {
  readonly startedAtMs: number;
  /** When the engine had it. */
  readonly readAtMs: number | null;
  /** When its result was handed over for writing. */
  readonly restoredAtMs: number | null;
  /** Share of the tiles that are done, 0 to 1, and when it last grew. */
  readonly share: number;
  readonly shareAtMs: number;
  /** Recent time and the share done in it, older parts counting less; their quotient is the pace. */
  readonly recentMs: number;
  readonly recentShare: number;
}

/** What is to be done yet, in source pixels. */
export interface WorkAhead {
  readonly waitingPictures: number;
  readonly waitingWork: number;
  /** All of the picture in work; 0 when there is none. */
  readonly currentWork: number;
}

const FIRST_SHOWN_AFTER_MS = 2000;
const PACE_MEMORY_MS = 10_000;
/** Share by which the number on display may be wrong before it is corrected. */
const TOLERATED_ERROR = 0.1;
/** Below this much time, errors are measured against it: 1 s off at 2 s left is not worth a jump. */
const SMALLEST_REFERENCE_MS = 8000;
/** In this time a correction has closed two thirds of the error. */
const CORRECTION_MS = 2500;

export function startEstimate(nowMs: number): TimeEstimate {
  return {
    startedAtMs: nowMs,
    updatedAtMs: nowMs,
    costs: NO_COSTS,
    current: null,
    restingSinceMs: null,
    shownMs: null,
  };
}

export function beginPicture(estimate: TimeEstimate, nowMs: number): TimeEstimate {
  const current: PictureInWork = {
    startedAtMs: nowMs,
    readAtMs: null,
    restoredAtMs: null,
    share: 0,
    shareAtMs: nowMs,
    recentMs: 0,
    recentShare: 0,
  };
  return { ...estimate, current };
}

/** @param share of the tiles of the picture in work that are done, 0 to 1. */
export function noteTiles(estimate: TimeEstimate, share: number, nowMs: number): TimeEstimate {
  const { current } = estimate;
  if (current === null) return estimate;
  const readAtMs = current.readAtMs ?? nowMs;
  // The time before the first tile is none of the tiles', and tiles that were done beside the picture
  // before this one took none of this one's time.
  if (share === 0 || current.readAtMs === null) {
    return { ...estimate, current: { ...current, readAtMs, share, shareAtMs: nowMs } };
  }
  const done = share - current.share;
  if (done <= 0) return estimate;
  const tookMs = nowMs - current.shareAtMs;
  const kept = Math.exp(-tookMs / PACE_MEMORY_MS);
  return {
    ...estimate,
    current: {
      ...current,
      share,
      shareAtMs: nowMs,
      recentMs: current.recentMs * kept + tookMs,
      recentShare: current.recentShare * kept + done,
    },
  };
}

/** The result of the picture in work is being written. */
export function noteRestored(estimate: TimeEstimate, nowMs: number): TimeEstimate {
  const { current } = estimate;
  return current === null
    ? estimate
    : { ...estimate, current: { ...current, restoredAtMs: nowMs } };
}

/** Learns from a picture that went all the way; `work` is its size in source pixels. */
export function endPicture(estimate: TimeEstimate, work: number, nowMs: number): TimeEstimate {
  const { current, costs } = estimate;
  if (current === null) return estimate;
  const { startedAtMs, readAtMs, restoredAtMs } = current;
  const fixedMs = (readAtMs ?? startedAtMs) - startedAtMs + (nowMs - (restoredAtMs ?? nowMs));
  const cost = { work, tookMs: nowMs - startedAtMs, fixedMs };
  return { ...estimate, current: null, costs: withCost(costs, cost) };
}

/** A picture that failed or was stopped says nothing about the others. */
export function dropPicture(estimate: TimeEstimate): TimeEstimate {
  return { ...estimate, current: null };
}

/** Stops the clock, between two pictures. */
export function rest(estimate: TimeEstimate, nowMs: number): TimeEstimate {
  return estimate.restingSinceMs === null ? { ...estimate, restingSinceMs: nowMs } : estimate;
}

export function wake(estimate: TimeEstimate, nowMs: number): TimeEstimate {
  const { restingSinceMs, startedAtMs } = estimate;
  if (restingSinceMs === null) return estimate;
  return {
    ...estimate,
    startedAtMs: startedAtMs + nowMs - restingSinceMs,
    updatedAtMs: nowMs,
    restingSinceMs: null,
  };
}

/** Takes one look at the run; call it on progress and about once a second. */
export function updateEstimate(
  estimate: TimeEstimate,
  ahead: WorkAhead,
  nowMs: number,
): TimeEstimate {
  if (estimate.restingSinceMs !== null) return estimate;
  return { ...estimate, updatedAtMs: nowMs, shownMs: nextShownMs(estimate, ahead, nowMs) };
}

function nextShownMs(estimate: TimeEstimate, ahead: WorkAhead, nowMs: number): number | null {
  const computedMs = computeMs(estimate, ahead, nowMs);
  if (computedMs === null || nowMs - estimate.startedAtMs < FIRST_SHOWN_AFTER_MS) {
    return estimate.shownMs;
  }
  if (estimate.shownMs === null) return computedMs;
  const passedMs = nowMs - estimate.updatedAtMs;
  const countedDownMs = Math.max(0, estimate.shownMs - passedMs);
  const errorMs = computedMs - countedDownMs;
  const reference = Math.max(computedMs, SMALLEST_REFERENCE_MS);
  return Math.abs(errorMs) / reference <= TOLERATED_ERROR
    ? countedDownMs
    : countedDownMs + (1 - Math.exp(-passedMs / CORRECTION_MS)) * errorMs;
}

/** Null while neither a picture nor a tile is done. */
function computeMs(
  { costs, current }: TimeEstimate,
  { waitingPictures, waitingWork, currentWork }: WorkAhead,
  nowMs: number,
): number | null {
  const own = current === null ? null : tilesLeftMs(current, nowMs);
  const fitted = costOf(costs);
  if (fitted === null) {
    if (current === null || own === null) return null;
    const fixedMs = (current.readAtMs ?? nowMs) - current.startedAtMs;
    const msPerWork = current.recentMs / current.recentShare / currentWork;
    return own + waitingPictures * fixedMs + waitingWork * msPerWork;
  }
  const waitingMs = waitingPictures * fitted.fixedMs + waitingWork * fitted.msPerWork;
  if (current === null) return waitingMs;
  const wholeMs = fitted.fixedMs + currentWork * fitted.msPerWork;
  if (own === null) return waitingMs + Math.max(0, wholeMs - (nowMs - current.startedAtMs));
  // The more tiles are done, the better they know their own pace.
  const fittedLeftMs = wholeMs * (1 - current.share);
  return waitingMs + fittedLeftMs * (1 - current.share) + own * current.share;
}

/** By the pace of the picture's own tiles; null before the first is done. */
function tilesLeftMs(current: PictureInWork, nowMs: number): number | null {
  if (current.recentShare === 0) return null;
  const allMs = current.recentMs / current.recentShare;
  return Math.max(0, allMs * (1 - current.share) - (nowMs - current.shareAtMs));
}
