/** Carries out the run in the store: its pictures one after another, looking one ahead. */
import type { EnhanceProgress } from '../../inference/engine';
import type { OnestepError } from '../../shared/errors';
import { isCancelled, serializeError, toOnestepError } from '../../shared/errors';
import type { RpcClient } from '../../shared/rpc-client';
import type { EngineClient } from '../engine/engine-client';
import { answerInTime } from '../sandbox/answer-in-time';
import { showToast } from '../sandbox/show-toast';
import { pausedText } from '../text/run-summary-text';
import { enhancePicture, WriteUnknown } from './enhance-picture';
import { LookAhead } from './look-ahead';
import { nextInQueue, type ItemPhase, type RunItem } from './run-state';
import { currentRun, isStopped, untilNotPaused, type RunStore } from './run-watch';

export interface RunDependencies {
  readonly store: RunStore;
  readonly rpc: RpcClient;
  readonly engine: Pick<EngineClient, 'enhance'>;
  readonly nowMs: () => number;
}

const COMMIT_LIMIT_MS = 60_000;

/**
 * Works through the queue of the run in the store, and does meanwhile what the user asks of it, as the
 * state says: a pause comes between two pictures, a stop in the middle of one, and a cancel ends the
 * run. One failing picture does not stop the others, and nothing is tried again by itself, since a
 * picture that has killed the engine may well do so again. Never rejects.
 *
 * While one picture is in the network, the next is read and decoded; while it is encoded and written, the
 * next is in the network. All that is shown and written is of the picture whose turn it is.
 *
 * What is written becomes one undo step when the queue is empty or the run is cancelled, and also
 * when it is paused: whoever pauses goes on working in the file, and an undo must take back either
 * their own work or the run's, never some of both. So a run is as many undo steps as there were
 * stretches in which something was written; a second try after its end is a stretch of its own.
 */
export async function runPictures(dependencies: RunDependencies): Promise<void> {
  const { store, rpc, nowMs } = dependencies;
  const runStretch = async (): Promise<void> => {
    if (await workThroughQueue(dependencies)) await commit(dependencies);
  };
  await runStretch();
  for (;;) {
    const run = currentRun(store);
    if (run.status === 'cancelling' || nextInQueue(run) === undefined) break;
    if (run.status === 'pausing') {
      store.dispatch({ type: 'run/paused', nowMs: nowMs() });
      showToast(rpc, pausedText(run));
      await untilNotPaused(store);
    }
    // Resumed, or something was put into the queue while the last commit was under way.
    await runStretch();
  }
  store.dispatch({ type: 'run/finished', nowMs: nowMs() });
}

/**
 * Until the queue is empty, or the user wants something else.
 *
 * @returns true when the canvas was changed
 */
async function workThroughQueue(dependencies: RunDependencies): Promise<boolean> {
  const { store } = dependencies;
  const ahead = new LookAhead(store, dependencies);
  let touchedCanvas = false;
  for (;;) {
    const run = currentRun(store);
    const item = run.status === 'running' ? nextInQueue(run) : undefined;
    if (item === undefined) break;
    try {
      touchedCanvas = (await workOn(item, ahead, dependencies)) || touchedCanvas;
    } catch (thrown) {
      // The row of a picture that was stopped says so already.
      if (isCancelled(thrown)) continue;
      const error = toOnestepError(thrown);
      // The answer to the write may be what was lost, so the picture may be on the canvas.
      touchedCanvas ||= error instanceof WriteUnknown;
      fail(item, error, dependencies);
      if (isEngineGone(error)) failQueue(error, dependencies);
    }
  }
  ahead.end();
  return touchedCanvas;
}

async function workOn(
  { picture }: RunItem,
  ahead: LookAhead,
  { store, rpc, nowMs }: RunDependencies,
): Promise<boolean> {
  const { imageHash } = picture;
  const way = ahead.take(picture);
  const unsubscribe = store.subscribe(() => {
    if (isStopped(currentRun(store), imageHash)) way.drop();
  });
  const show = {
    phase: (phase: ItemPhase) => {
      store.dispatch({ type: 'item/phase', imageHash, phase, nowMs: nowMs() });
      if (phase.status === 'writing') ahead.begin();
    },
    progress: (progress: EnhanceProgress) => {
      store.dispatch({ type: 'item/progress', imageHash, progress, nowMs: nowMs() });
      // Not before this picture's turn in the network has come: it may fail before that.
      if (progress.stage !== 'decode') ahead.begin();
    },
  };
  try {
    const { options } = currentRun(store);
    return await enhancePicture(way, options, { rpc, show, nowMs });
  } finally {
    unsubscribe();
  }
}

async function commit({ store, rpc }: RunDependencies): Promise<void> {
  const error = await answerInTime(rpc.call('run/commit', {}), COMMIT_LIMIT_MS, 'run/commit').then(
    () => null,
    serializeError,
  );
  store.dispatch({ type: 'run/committed', error });
}

function fail(
  { picture: { imageHash } }: RunItem,
  error: OnestepError,
  { store, nowMs }: RunDependencies,
): void {
  const phase: ItemPhase = { status: 'failed', error: serializeError(error) };
  store.dispatch({ type: 'item/phase', imageHash, phase, nowMs: nowMs() });
}

/** The other pictures need not wait to learn the same; their rows offer to try again. */
function failQueue(error: OnestepError, dependencies: RunDependencies): void {
  for (;;) {
    const item = nextInQueue(currentRun(dependencies.store));
    if (item === undefined) return;
    fail(item, error, dependencies);
  }
}

/** The engine cannot be started again. */
function isEngineGone({ code }: OnestepError): boolean {
  return code === 'engine-unavailable' || code.startsWith('pack-');
}
