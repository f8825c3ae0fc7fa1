import type { StorageReport } from '../../engine-page/page-api';
import type { StorageUse } from '../../shared/protocol';
import type { Settings } from '../../shared/settings';
import type { AppState } from './app-state';

/** What opened the settings: the gear, the line about the model, or Figma’s menu. */
export type SettingsOrigin = 'gear' | 'model' | 'menu';

export interface SettingsScreenState {
  /** Null while the settings are not on display. */
  readonly openedBy: SettingsOrigin | null;
  /** As it was asked for last; null before. */
  readonly storage: StorageUse | null;
  /** What the engine page keeps of downloaded models; null where there is none, and before it is known. */
  readonly weights: StorageReport | null;
}

export type SettingsScreenAction =
  | { readonly type: 'settings/opened'; readonly by: SettingsOrigin }
  | { readonly type: 'settings/closed' }
  | { readonly type: 'settings/reset'; readonly settings: Settings }
  | { readonly type: 'storage/read'; readonly use: StorageUse }
  | { readonly type: 'weights/read'; readonly report: StorageReport | null };

export const CLOSED_SETTINGS: SettingsScreenState = {
  openedBy: null,
  storage: null,
  weights: null,
};

export function reduceSettingsScreen(state: AppState, action: SettingsScreenAction): AppState {
  switch (action.type) {
    case 'settings/opened':
      return { ...state, settingsScreen: { ...CLOSED_SETTINGS, openedBy: action.by } };
    case 'settings/closed':
      return { ...state, settingsScreen: CLOSED_SETTINGS };
    case 'settings/reset':
      return {
        ...state,
        settings: action.settings,
        library: { ...state.library, chosen: null },
      };
    case 'storage/read':
      return { ...state, settingsScreen: { ...state.settingsScreen, storage: action.use } };
    case 'weights/read':
      return { ...state, settingsScreen: { ...state.settingsScreen, weights: action.report } };
  }
}
