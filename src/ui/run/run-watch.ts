/** What a run that is carried out looks at: its own state in the store, which the user changes. */
import type { AbortSource } from '../../shared/rpc-client';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import type { Store } from '../state/store';
import { itemOf, type Run } from './run-state';

export type RunStore = Store<AppState, Action>;

/** @throws Error before the first run; a run, once begun, stays in the store. */
export function currentRun(store: RunStore): Run {
  const { run } = store.get();
  if (run === null) throw new Error('no run was begun');
  return run;
}

/** A signal that is raised when the run is cancelled or the user stops this picture. */
export function stopSignal(
  store: RunStore,
  imageHash: string,
): { readonly signal: AbortSource; release(): void } {
  const abort = new AbortController();
  const release = store.subscribe(() => {
    const run = currentRun(store);
    const isStopped = itemOf(run, imageHash)?.phase.status === 'cancelled';
    if (isStopped || run.status === 'cancelling') abort.abort();
  });
  return { signal: abort.signal, release };
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
