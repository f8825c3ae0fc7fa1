/** Settings and a prompt under a name that the user gave them. */
import * as v from 'valibot';
import { KeepingSchema, validEntries } from './kept';
import { MAX_PROMPT_CHARACTERS } from './limits';
import { readSettings, SettingsSchema, type Settings } from './settings';

export const MAX_PRESETS = 50;
export const MAX_PRESET_NAME_CHARACTERS = 60;

export const PresetNameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(MAX_PRESET_NAME_CHARACTERS),
);
const PromptSchema = v.pipe(v.string(), v.maxLength(MAX_PROMPT_CHARACTERS));

/** How pictures are enhanced; where a batch looks for them is no part of that. */
const PresetSettingsSchema = v.omit(SettingsSchema, ['area', 'includeHiddenAndLocked']);

export const PresetSchema = v.object({
  /** Unique among a user’s presets, whatever its case. */
  name: PresetNameSchema,
  settings: PresetSettingsSchema,
  /** Empty where the preset leaves the prompt as it is. */
  prompt: PromptSchema,
});
export type Preset = v.InferOutput<typeof PresetSchema>;

export const PresetShelfSchema = v.object({
  presets: v.array(PresetSchema),
  keeping: KeepingSchema,
});
export type PresetShelf = v.InferOutput<typeof PresetShelfSchema>;

/** As above, but of any age: fields that settings have gained since get their defaults. */
const StoredPresetSchema = v.object({
  name: PresetNameSchema,
  settings: v.pipe(
    v.looseObject({}),
    v.transform((stored) => presetSettings(readSettings(stored))),
  ),
  prompt: PromptSchema,
});

/** What a preset keeps of the settings. */
export function presetSettings(settings: Settings): Preset['settings'] {
  return v.parse(PresetSettingsSchema, settings);
}

/** Stored presets of any shape; an entry that is damaged, or whose name is taken, is left out. */
export function readPresets(stored: unknown): readonly Preset[] {
  const taken = new Set<string>();
  const isFirst = ({ name }: Preset): boolean => {
    const key = keyOf(name);
    return !taken.has(key) && Boolean(taken.add(key));
  };
  return validEntries(StoredPresetSchema, stored).filter(isFirst).slice(0, MAX_PRESETS);
}

export function presetNamed(presets: readonly Preset[], name: string): Preset | null {
  return presets.find((preset) => keyOf(preset.name) === keyOf(name)) ?? null;
}

/** Adds a preset, or puts it in the place of the one with its name; a full shelf takes no other. */
export function withPreset(presets: readonly Preset[], added: Preset): readonly Preset[] {
  const replaced = presetNamed(presets, added.name);
  if (replaced) return presets.map((preset) => (preset === replaced ? added : preset));
  return presets.length < MAX_PRESETS ? [...presets, added] : presets;
}

/** Nothing changes when another preset has the new name, or none the old one. */
export function withRenamed(
  presets: readonly Preset[],
  { name, newName }: { readonly name: string; readonly newName: string },
): readonly Preset[] {
  const renamed = presetNamed(presets, name);
  const holder = presetNamed(presets, newName);
  if (renamed === null || (holder !== null && holder !== renamed)) return presets;
  return presets.map((preset) => (preset === renamed ? { ...preset, name: newName } : preset));
}

export function withoutPreset(presets: readonly Preset[], name: string): readonly Preset[] {
  const removed = presetNamed(presets, name);
  return presets.filter((preset) => preset !== removed);
}

function keyOf(name: string): string {
  return name.trim().toLowerCase();
}
