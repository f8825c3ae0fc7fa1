/** Everything that Onestep keeps for a user on a machine. */
import { readPresets, type Preset, type PresetShelf } from '../../shared/presets';
import { readPromptHistory, type PromptShelf } from '../../shared/prompt-history';
import type { StoredBytes } from '../../shared/protocol';
import { readSettings, type Settings } from '../../shared/settings';
import { createKeptValue, type Kept, type KeptValue, type Storage } from './kept-value';

export interface PluginStorage {
  readonly settings: KeptValue<Settings>;
  readonly presets: KeptValue<readonly Preset[]>;
  readonly prompts: KeptValue<readonly string[]>;
}

export function createPluginStorage(storage: Storage): PluginStorage {
  return {
    settings: createKeptValue(storage, { key: 'settings', version: 1, read: readSettings }),
    presets: createKeptValue(storage, { key: 'presets', version: 1, read: readPresets }),
    prompts: createKeptValue(storage, { key: 'prompts', version: 1, read: readPromptHistory }),
  };
}

/** As they are at the start of a window. */
export async function loadAll(
  storage: PluginStorage,
): Promise<{ settings: Settings; presets: PresetShelf; prompts: PromptShelf }> {
  const [settings, presets, prompts] = await Promise.all([
    storage.settings.load(),
    storage.presets.load(),
    storage.prompts.load(),
  ]);
  return {
    settings: settings.value,
    presets: presetShelf(presets),
    prompts: promptShelf(prompts),
  };
}

export function presetShelf({ value, keeping }: Kept<readonly Preset[]>): PresetShelf {
  return { presets: [...value], keeping };
}

export function promptShelf({ value, keeping }: Kept<readonly string[]>): PromptShelf {
  return { prompts: [...value], keeping };
}

export async function storedBytes(storage: PluginStorage): Promise<StoredBytes> {
  const [settings, presets, prompts] = await Promise.all([
    storage.settings.sizeBytes(),
    storage.presets.sizeBytes(),
    storage.prompts.sizeBytes(),
  ]);
  return { settings, presets, prompts };
}
