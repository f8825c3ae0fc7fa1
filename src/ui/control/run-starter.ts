/** Begins a run when it is wanted and possible, and sees it to its end. */
import type { RpcClient } from '../../shared/rpc-client';
import type { EngineClient } from '../engine/engine-client';
import { runPictures } from '../run/run-controller';
import { countItems } from '../run/run-summary';
import { showToast } from '../sandbox/show-toast';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import { isRunning, optionsForRun, picturesToEnhance, readyToStart } from '../state/selectors';
import type { Store } from '../state/store';
import { toastText } from '../text/run-summary-text';

export interface RunStarter {
  /** From the start of a run until its end was announced. */
  readonly busy: boolean;
  /**
   * Call it whenever something changed: a run begins once all that it needs is there, and one that
   * was over goes on when pictures were put into its queue again.
   */
  startIfWanted(): void;
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
  let busy = false;

  const work = async (): Promise<void> => {
    busy = true;
    const tick = (): void => store.dispatch({ type: 'run/tick', nowMs: nowMs() });
    const ticker = setInterval(tick, TICK_MS);
    try {
      await runPictures({ store, rpc, engine, nowMs });
    } finally {
      clearInterval(ticker);
      busy = false;
    }
    announceEnd();
    onEnd();
  };

  const announceEnd = (): void => {
    const finished = store.get().run;
    if (finished === null) return;
    const { done, failed } = countItems(finished);
    showToast(rpc, toastText(finished), done === 0 && failed > 0);
  };

  return {
    get busy() {
      return busy;
    },
    startIfWanted: () => {
      if (busy) return;
      const state = store.get();
      if (readyToStart(state)) {
        const pictures = picturesToEnhance(state);
        const options = optionsForRun(state);
        // This comes back here, with a run to work on.
        store.dispatch({ type: 'run/started', pictures, options, nowMs: nowMs() });
      } else if (isRunning(state)) void work();
    },
  };
}
