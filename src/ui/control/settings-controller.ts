import type { RpcClient } from '../../shared/rpc-client';
import { isSameValue } from '../../shared/same-value';
import { DEFAULT_SETTINGS } from '../../shared/settings';
import type { EngineClient } from '../engine/engine-client';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import { scopeOf } from '../state/selectors';
import type { SettingsOrigin } from '../state/settings-screen';
import type { Store } from '../state/store';

/** The settings screen. */
export interface SettingsController {
  open(by: SettingsOrigin): void;
  close(): void;
  /** Asks what is kept, on the machine and in the document. */
  readStorage(): void;
  /** Asks which packs the place in use has beside those of the user. */
  readOffers(): void;
  /** Asks what is kept of downloaded models. */
  readWeights(): void;
  deleteWeights(): void;
  /** Back to the settings of a first launch, now and for the next ones. */
  reset(): void;
}

/** @param readAgain called when pictures are looked for elsewhere after a reset */
export function createSettingsController(
  { dispatch, get }: Store<AppState, Action>,
  rpc: RpcClient,
  engine: Pick<EngineClient, 'packs' | 'weights'>,
  readAgain: () => void,
): SettingsController {
  const readStorage = async (): Promise<void> => {
    const use = await rpc.call('storage/use', {});
    dispatch({ type: 'storage/read', use });
  };
  const readOffers = async (): Promise<void> => {
    dispatch({ type: 'pack/offered', offers: await engine.packs() });
  };
  const readWeights = async (): Promise<void> => {
    const shelf = await engine.weights();
    dispatch({ type: 'weights/read', report: (await shelf?.report()) ?? null });
  };
  const deleteWeights = async (): Promise<void> => {
    // What could not be deleted is still there when it is counted again.
    await (await engine.weights())?.clear().catch(() => undefined);
    await readWeights();
  };
  const reset = async (): Promise<void> => {
    const { settings } = await rpc
      .call('settings/reset', {})
      .catch(() => ({ settings: DEFAULT_SETTINGS }));
    const before = scopeOf(get());
    dispatch({ type: 'settings/reset', settings });
    if (!isSameValue(before, scopeOf(get()))) readAgain();
  };
  return {
    open: (by) => dispatch({ type: 'settings/opened', by }),
    close: () => dispatch({ type: 'settings/closed' }),
    // Without an answer the screen goes on saying that it is counting, or what it knew before.
    readStorage: () => void readStorage().catch(() => undefined),
    readOffers: () => void readOffers().catch(() => undefined),
    readWeights: () => void readWeights().catch(() => undefined),
    deleteWeights: () => void deleteWeights().catch(() => undefined),
    reset: () => void reset(),
  };
}
