import { withoutPreset, withPreset, withRenamed } from '../../shared/presets';
import { withoutPrompt, withPrompt } from '../../shared/prompt-history';
import type { RequestHandlers } from '../../shared/rpc-server';
import { presetShelf, promptShelf, type PluginStorage } from './plugin-storage';

type StorageMethod = Extract<
  keyof RequestHandlers,
  `settings/${string}` | `presets/${string}` | `prompts/${string}`
>;

/** Answers to requests that change what is kept. Each change starts from what is stored by then. */
export function storageHandlers({
  settings,
  presets,
  prompts,
}: PluginStorage): Pick<RequestHandlers, StorageMethod> {
  return {
    'settings/save': async ({ settings: chosen }) => {
      await settings.update(() => chosen);
      return {};
    },
    'settings/reset': async () => ({ settings: (await settings.clear()).value }),
    'presets/save': async (preset) =>
      presetShelf(await presets.update((kept) => withPreset(kept, preset))),
    'presets/rename': async (names) =>
      presetShelf(await presets.update((kept) => withRenamed(kept, names))),
    'presets/delete': async ({ name }) =>
      presetShelf(await presets.update((kept) => withoutPreset(kept, name))),
    'presets/clear': async () => presetShelf(await presets.clear()),
    'prompts/add': async ({ prompt }) =>
      promptShelf(await prompts.update((kept) => withPrompt(kept, prompt))),
    'prompts/remove': async ({ prompt }) =>
      promptShelf(await prompts.update((kept) => withoutPrompt(kept, prompt))),
    'prompts/clear': async () => promptShelf(await prompts.clear()),
  };
}
