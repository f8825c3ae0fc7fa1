/** Presets and prompts of earlier launches. */
import type { PresetShelf } from '../../shared/presets';
import type { PromptShelf } from '../../shared/prompt-history';
import { presetChoices } from '../presets/preset-choices';
import type { AppState } from './app-state';

export interface LibraryState {
  readonly presets: PresetShelf;
  readonly prompts: PromptShelf;
  /** Id of the preset that was chosen or saved last; null for none. */
  readonly chosen: string | null;
}

export type LibraryAction =
  | {
      readonly type: 'library/presets';
      readonly shelf: PresetShelf;
      /** The chosen preset from now on; left out where that stays. */
      readonly chosen?: string | null;
    }
  | { readonly type: 'library/prompts'; readonly shelf: PromptShelf }
  /** Null puts no preset away but keeps the settings. */
  | { readonly type: 'preset/chosen'; readonly id: string | null };

export const EMPTY_LIBRARY: LibraryState = {
  presets: { presets: [], keeping: 'kept' },
  prompts: { prompts: [], keeping: 'kept' },
  chosen: null,
};

export function reduceLibrary(state: AppState, action: LibraryAction): AppState {
  switch (action.type) {
    case 'library/presets': {
      const { shelf, chosen = state.library.chosen } = action;
      return { ...state, library: { ...state.library, presets: shelf, chosen } };
    }
    case 'library/prompts':
      return { ...state, library: { ...state.library, prompts: action.shelf } };
    case 'preset/chosen': {
      const library = { ...state.library, chosen: action.id };
      const choice = presetChoices(state).find(({ id }) => id === action.id);
      if (!choice) return { ...state, library: { ...library, chosen: null } };
      return {
        ...state,
        library,
        settings: { ...state.settings, ...choice.settings },
        prompt: choice.prompt === '' ? state.prompt : choice.prompt,
      };
    }
  }
}
