/** Presets and the prompt history: asks the sandbox to keep them, and shows what is kept then. */
import { withoutPreset, withPreset, withRenamed, type Preset } from '../../shared/presets';
import { withoutPrompt, withPrompt } from '../../shared/prompt-history';
import type { RpcClient } from '../../shared/rpc-client';
import { ownPresetId, presetOf } from '../presets/preset-choices';
import type { RunOptions } from '../run/run-options';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import type { Store } from '../state/store';

export interface LibraryController {
  /** Takes over what a preset says; null goes on without one. */
  choosePreset(id: string | null): void;
  /** Keeps the present settings and prompt, in the place of the preset that has this name. */
  savePreset(name: string): void;
  renamePreset(name: string, newName: string): void;
  deletePreset(name: string): void;
  deletePresets(): void;
  forgetPrompt(prompt: string): void;
  clearPrompts(): void;
}

export interface LibraryDependencies {
  readonly store: Store<AppState, Action>;
  readonly rpc: RpcClient;
  /** Keeps the settings as they are by then. */
  readonly saveSettings: () => void;
}

/** A change that the sandbox does not answer still holds for this window. */
export function createLibraryController({
  store,
  rpc,
  saveSettings,
}: LibraryDependencies): LibraryController {
  const { dispatch } = store;

  const keepPresets = async (
    call: ReturnType<typeof rpc.call<'presets/save'>>,
    otherwise: (presets: readonly Preset[]) => readonly Preset[],
    chosen?: string | null,
  ): Promise<void> => {
    const shelf = await call.catch(() => ({
      presets: [...otherwise(store.get().library.presets.presets)],
      keeping: 'unavailable' as const,
    }));
    dispatch({ type: 'library/presets', shelf, ...(chosen === undefined ? {} : { chosen }) });
  };

  const keepPrompts = async (
    call: ReturnType<typeof rpc.call<'prompts/add'>>,
    otherwise: (prompts: readonly string[]) => readonly string[],
  ): Promise<void> => {
    const shelf = await call.catch(() => ({
      prompts: [...otherwise(store.get().library.prompts.prompts)],
      keeping: 'unavailable' as const,
    }));
    dispatch({ type: 'library/prompts', shelf });
  };

  let seen: RunOptions | null = null;
  store.subscribe(() => {
    const options = store.get().run?.options ?? null;
    if (options === seen) return;
    seen = options;
    const prompt = options?.prompt.trim() ?? '';
    if (prompt === '') return;
    void keepPrompts(rpc.call('prompts/add', { prompt }), (prompts) => withPrompt(prompts, prompt));
  });

  return {
    choosePreset: (id) => {
      dispatch({ type: 'preset/chosen', id });
      if (id !== null) saveSettings();
    },
    savePreset: (name) => {
      const preset = presetOf(store.get(), name);
      void keepPresets(
        rpc.call('presets/save', preset),
        (presets) => withPreset(presets, preset),
        ownPresetId(name),
      );
    },
    renamePreset: (name, newName) => {
      const isChosen = store.get().library.chosen === ownPresetId(name);
      void keepPresets(
        rpc.call('presets/rename', { name, newName }),
        (presets) => withRenamed(presets, { name, newName }),
        isChosen ? ownPresetId(newName) : undefined,
      );
    },
    deletePreset: (name) =>
      void keepPresets(rpc.call('presets/delete', { name }), (presets) =>
        withoutPreset(presets, name),
      ),
    deletePresets: () => void keepPresets(rpc.call('presets/clear', {}), () => []),
    forgetPrompt: (prompt) =>
      void keepPrompts(rpc.call('prompts/remove', { prompt }), (prompts) =>
        withoutPrompt(prompts, prompt),
      ),
    clearPrompts: () => void keepPrompts(rpc.call('prompts/clear', {}), () => []),
  };
}
