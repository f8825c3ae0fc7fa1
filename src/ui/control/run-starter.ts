/** Begins a run when it is wanted and possible, and sees it to its end. */
import type { RpcClient } from '../../shared/rpc-client';
import type { EngineClient } from '../engine/engine-client';
import { runPictures } from '../run/run-controller';
import { countItems, toastText } from '../run/run-summary';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import { optionsForRun, picturesToEnhance, readyToStart } from '../state/selectors';
import type { Store } from '../state/store';

export interface RunStarter {
  /** From the start of a run until its end was announced. */
  readonly busy: boolean;
  /** Call it whenever something changed: a run begins once all that it needs is there. */
  startIfWanted(): void;
  /** Keeps what is done; nothing more is written. Does nothing when there is no run. */
  cancel(): void;
}

export interface RunStarterDependencies {
  readonly store: Store<AppState, Action>;
  readonly rpc: RpcClient;
  readonly engine: EngineClient;
  readonly nowMs: () => number;
}

/** The remaining time counts down also where nothing else happens. */
const TICK_MS = 1000;

/** @param onEnd called after each run, when its end was announced on the canvas. */
export function createRunStarter(
  { store, rpc, engine, nowMs }: RunStarterDependencies,
  onEnd: () => void,
): RunStarter {
  const { dispatch } = store;
  let abort: AbortController | null = null;

  const run = async (): Promise<void> => {
    const state = store.get();
    const controller = new AbortController();
    abort = controller;
    const ticker = setInterval(() => dispatch({ type: 'run/tick', nowMs: nowMs() }), TICK_MS);
    try {
      await runPictures(
        {
          pictures: picturesToEnhance(state),
          options: optionsForRun(state),
          signal: controller.signal,
        },
        { rpc, engine, dispatch, nowMs },
      );
    } finally {
      clearInterval(ticker);
      abort = null;
    }
    announceEnd();
    onEnd();
  };

  const announceEnd = (): void => {
    const finished = store.get().run;
    if (finished === null) return;
    const { done, failed } = countItems(finished);
    const isError = done === 0 && failed > 0;
    // A toast that does not come changes nothing that the user asked for.
    rpc.call('canvas/notify', { text: toastText(finished), isError }).catch(() => undefined);
  };

  return {
    get busy() {
      return abort !== null;
    },
    startIfWanted: () => {
      if (abort === null && readyToStart(store.get())) void run();
    },
    cancel: () => {
      if (abort === null) return;
      dispatch({ type: 'run/cancelling' });
      abort.abort();
    },
  };
}
