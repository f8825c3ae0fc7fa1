/** After a run: results placed beside their layers, layers shown on the canvas, originals restored. */
import { isCancelled, serializeError } from '../../shared/errors';
import type { RestoreOutcome } from '../../shared/protocol';
import type { RpcClient } from '../../shared/rpc-client';
import { refusalsOf, restoreUses, type Restoring } from '../run/follow-up';
import type { RunItem } from '../run/run-state';
import { answerInTime } from '../sandbox/answer-in-time';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import { isRunning } from '../state/selectors';
import type { Store } from '../state/store';

export interface FollowUpController {
  /** Puts the result of a run’s picture beside a layer that did not take it. */
  placeBeside(imageHash: string, nodeId: string): void;
  /** Selects a layer on the canvas; the panel stays where it is. */
  showLayer(nodeId: string): void;
  /** Brings the originals of these pictures of the run back, in one undo step. */
  restoreOriginals(imageHashes: readonly string[]): void;
  /** True while a change of the selection is the work of `showLayer` rather than of the user. */
  readonly movesSelection: boolean;
}

interface FollowUpDependencies {
  readonly store: Store<AppState, Action>;
  readonly rpc: RpcClient;
  readonly nowMs: () => number;
}

const ANSWER_LIMIT_MS = 60_000;
/** Figma tells of a new selection a moment after it was set. */
const ECHO_MS = 500;

/** @param onChanged called when layers of the canvas show something else than before. */
export function createFollowUpController(
  { store, rpc, nowMs }: FollowUpDependencies,
  onChanged: () => void,
): FollowUpController {
  const { dispatch } = store;
  let movesUntilMs = -Infinity;

  const itemOf = (imageHash: string): RunItem | undefined => {
    if (isRunning(store.get())) return undefined;
    return store.get().run?.items.find(({ picture }) => picture.imageHash === imageHash);
  };

  const place = async (imageHash: string, nodeId: string): Promise<void> => {
    const item = itemOf(imageHash);
    const refusals = item && refusalsOf(item);
    const use = item?.picture.uses.find((candidate) => candidate.nodeId === nodeId);
    const placement = use?.placements[0];
    if (!refusals || !use || !placement) return;
    const step = { type: 'follow-up/placing', imageHash, nodeId } as const;
    dispatch({ ...step, placing: { status: 'placing' } });
    try {
      const placed = await answerInTime(
        rpc.call('picture/place-beside', {
          imageHash: refusals.resultHash,
          replacedHash: imageHash,
          nodeId,
          nodeName: use.nodeName,
          placement,
        }),
        ANSWER_LIMIT_MS,
        'picture/place-beside',
      );
      dispatch({ ...step, placing: { status: 'placed', nodeId: placed.nodeId } });
    } catch (thrown) {
      dispatch({ ...step, placing: { status: 'failed', error: serializeError(thrown) } });
    }
  };

  const show = async (nodeId: string): Promise<void> => {
    dispatch({ type: 'follow-up/not-shown', notShown: null });
    movesUntilMs = Infinity;
    try {
      await answerInTime(rpc.call('canvas/show', { nodeId }), ANSWER_LIMIT_MS, 'canvas/show');
    } catch (thrown) {
      dispatch({
        type: 'follow-up/not-shown',
        notShown: { nodeId, error: serializeError(thrown) },
      });
    } finally {
      movesUntilMs = nowMs() + ECHO_MS;
    }
  };

  const restore = async (imageHashes: readonly string[]): Promise<void> => {
    const sharing = store.get().run?.options.sharing;
    const items = imageHashes.flatMap((imageHash) => itemOf(imageHash) ?? []);
    if (!sharing || items.length === 0) return;
    const tell = (item: RunItem, restoring: Restoring): void =>
      dispatch({ type: 'follow-up/restoring', imageHash: item.picture.imageHash, restoring });
    for (const item of items) tell(item, { status: 'restoring' });
    try {
      const uses = items.flatMap((item) => restoreUses(item, sharing));
      const outcome = await answerInTime(
        rpc.call('originals/restore', { uses }),
        ANSWER_LIMIT_MS,
        'originals/restore',
      );
      for (const item of items) tell(item, restoringOf(item, outcome));
    } catch (thrown) {
      if (isCancelled(thrown)) return;
      for (const item of items) tell(item, { status: 'failed', error: serializeError(thrown) });
    }
    onChanged();
  };

  return {
    placeBeside: (imageHash, nodeId) => void place(imageHash, nodeId),
    showLayer: (nodeId) => void show(nodeId),
    restoreOriginals: (imageHashes) => void restore(imageHashes),
    get movesSelection() {
      return nowMs() < movesUntilMs;
    },
  };
}

function restoringOf(item: RunItem, outcome: RestoreOutcome): Restoring {
  const nodeIds = new Set(item.picture.uses.map(({ nodeId }) => nodeId));
  const failures = outcome.failures.filter(({ nodeId }) => nodeIds.has(nodeId));
  const [first] = failures;
  if (!first || outcome.restoredNodeIds.some((nodeId) => nodeIds.has(nodeId))) {
    return { status: 'restored', failures };
  }
  return { status: 'failed', error: first.error };
}
