import { serializeError } from '../../shared/errors';
import type { Scope } from '../../shared/protocol';
import type { RpcClient } from '../../shared/rpc-client';
import type { Action } from '../state/actions';

export interface SelectionReader {
  /** Reads now, in place of a reading that is under way. */
  read(): void;
  /** The user selected something else: reads once the selection has come to rest. */
  readSoon(): void;
  /** Gives up a reading that takes too long; the panel then offers to read again. */
  stop(): void;
}

/** Dragging a selection box changes the selection many times a second. */
const REST_MS = 150;

export function createSelectionReader(
  rpc: RpcClient,
  dispatch: (action: Action) => void,
  scope: () => Scope,
): SelectionReader {
  let current: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changedByUser = false;

  const run = async (): Promise<void> => {
    clearTimeout(timer);
    current?.abort();
    const controller = new AbortController();
    current = controller;
    const isCurrent = (): boolean => current === controller;
    dispatch({ type: 'selection/reading' });
    try {
      const selection = await rpc.call('selection/read', scope(), {
        signal: controller.signal,
        onProgress: (progress) => {
          if (isCurrent()) dispatch({ type: 'selection/progress', progress });
        },
      });
      if (!isCurrent()) return;
      dispatch({ type: 'selection/read', selection, changedByUser });
      changedByUser = false;
    } catch (thrown) {
      // A reading that was replaced says nothing; its successor will.
      if (isCurrent()) dispatch({ type: 'selection/failed', error: serializeError(thrown) });
    }
  };

  return {
    read: () => void run(),
    readSoon: () => {
      changedByUser = true;
      clearTimeout(timer);
      current?.abort();
      current = null;
      // Said at once, so that a run that is asked for meanwhile waits for what is selected now.
      dispatch({ type: 'selection/reading' });
      timer = setTimeout(() => void run(), REST_MS);
    },
    stop: () => {
      clearTimeout(timer);
      current?.abort();
      current = null;
      dispatch({ type: 'selection/failed', error: { code: 'cancelled', details: {} } });
    },
  };
}
