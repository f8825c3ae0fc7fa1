/** What a run that is carried out looks at: its own state in the store, which the user changes. */
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import type { Store } from '../state/store';
import { itemOf, nextInQueue, type Run } from './run-state';

export type RunStore = Store<AppState, Action>;

/** @throws Error before the first run; a run, once begun, stays in the store. */
export function currentRun(store: RunStore): Run {
  const { run } = store.get();
  if (run === null) throw new Error('no run was begun');
  return run;
}

/** Whether the run is cancelled or the user has stopped this picture, which is in work. */
export function isStopped(run: Run, imageHash: string): boolean {
  return run.status === 'cancelling' || itemOf(run, imageHash)?.phase.status === 'cancelled';
}

/** Whether this picture, which waits, is the one to be worked on next. */
export function isNext(run: Run, imageHash: string): boolean {
  return run.status === 'running' && nextInQueue(run)?.picture.imageHash === imageHash;
}

/** Resolves when the run goes on or is cancelled. */
export function untilNotPaused(store: RunStore): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe(() => {
      if (currentRun(store).status === 'paused') return;
      unsubscribe();
      resolve();
    });
  });
}
