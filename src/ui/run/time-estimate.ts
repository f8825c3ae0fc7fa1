/**
 * How long a run will still take. Work is counted in source pixels that were restored. The pace is
 * smoothed over the last seconds, and the number on display counts down with the clock: it is
 * corrected only when it is clearly wrong, so that it does not jump with every tile.
 */
export interface TimeEstimate {
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  readonly workDone: number;
  /** When `workDone` last grew. */
  readonly workDoneAtMs: number;
  /** Recent time and the work done in it, older parts counting less; their quotient is the pace. */
  readonly recentMs: number;
  readonly recentWork: number;
  /** Remaining time on display; null while it is too early to say. */
  readonly shownMs: number | null;
}

export interface WorkSample {
  readonly nowMs: number;
  readonly workDone: number;
  readonly workLeft: number;
}

const FIRST_SHOWN_AFTER_MS = 2000;
const PACE_MEMORY_MS = 10_000;
/** Share by which the number on display may be wrong before it is corrected. */
const TOLERATED_ERROR = 0.2;
/** Below this much time, errors are measured against it: 1 s off at 2 s left is not worth a jump. */
const SMALLEST_REFERENCE_MS = 8000;
/** In this time a correction has closed two thirds of the error. */
const CORRECTION_MS = 2500;

export function startEstimate(nowMs: number): TimeEstimate {
  return {
    startedAtMs: nowMs,
    updatedAtMs: nowMs,
    workDone: 0,
    workDoneAtMs: nowMs,
    recentMs: 0,
    recentWork: 0,
    shownMs: null,
  };
}

/** Takes one look at the run; call it on progress and about once a second. */
export function updateEstimate(estimate: TimeEstimate, sample: WorkSample): TimeEstimate {
  const paced = updatePace(estimate, sample);
  return { ...paced, updatedAtMs: sample.nowMs, shownMs: nextShownMs(paced, sample) };
}

function updatePace(estimate: TimeEstimate, { nowMs, workDone }: WorkSample): TimeEstimate {
  const work = workDone - estimate.workDone;
  if (work <= 0) return estimate;
  const tookMs = nowMs - estimate.workDoneAtMs;
  const kept = Math.exp(-tookMs / PACE_MEMORY_MS);
  return {
    ...estimate,
    workDone,
    workDoneAtMs: nowMs,
    recentMs: estimate.recentMs * kept + tookMs,
    recentWork: estimate.recentWork * kept + work,
  };
}

function nextShownMs(estimate: TimeEstimate, { nowMs, workLeft }: WorkSample): number | null {
  if (estimate.recentWork === 0 || nowMs - estimate.startedAtMs < FIRST_SHOWN_AFTER_MS) {
    return null;
  }
  const sinceLastWorkMs = nowMs - estimate.workDoneAtMs;
  const msPerWork = estimate.recentMs / estimate.recentWork;
  const computedMs = Math.max(0, msPerWork * workLeft - sinceLastWorkMs);
  if (estimate.shownMs === null) return computedMs;
  const passedMs = nowMs - estimate.updatedAtMs;
  const countedDownMs = Math.max(0, estimate.shownMs - passedMs);
  const errorMs = computedMs - countedDownMs;
  const reference = Math.max(computedMs, SMALLEST_REFERENCE_MS);
  return Math.abs(errorMs) / reference <= TOLERATED_ERROR
    ? countedDownMs
    : countedDownMs + (1 - Math.exp(-passedMs / CORRECTION_MS)) * errorMs;
}
