/** The presets that the panel offers, and how the present settings relate to the chosen one. */
import { presetSettings, type Preset } from '../../shared/presets';
import { isSameValue } from '../../shared/same-value';
import type { Settings } from '../../shared/settings';
import type { AppState } from '../state/app-state';
import { promptForRun } from '../state/selectors';
import { BUILT_IN_NAMES } from '../text/preset-text';
import { BUILT_IN_KEYS, BUILT_IN_SETTINGS } from './built-in-presets';

export interface PresetChoice {
  /** Unique among all choices. */
  readonly id: string;
  readonly name: string;
  readonly builtIn: boolean;
  /** What it sets; the rest stays as it is. */
  readonly settings: Partial<Settings>;
  /** Empty where it leaves the prompt as it is. */
  readonly prompt: string;
}

export function ownPresetId(name: string): string {
  return `own/${name}`;
}

const BUILT_IN_CHOICES: readonly PresetChoice[] = BUILT_IN_KEYS.map((key) => ({
  id: `built-in/${key}`,
  name: BUILT_IN_NAMES[key],
  builtIn: true,
  settings: BUILT_IN_SETTINGS[key],
  prompt: '',
}));

type ChoiceState = Pick<AppState, 'library' | 'model'>;

/** Those of the user, then those that come with the plugin, if the pack in use heeds them. */
export function presetChoices({ library, model }: ChoiceState): readonly PresetChoice[] {
  const own = library.presets.presets.map(({ name, settings, prompt }) => ({
    id: ownPresetId(name),
    name,
    builtIn: false,
    settings,
    prompt,
  }));
  return model.info?.controls ? [...own, ...BUILT_IN_CHOICES] : own;
}

export function chosenPreset(state: ChoiceState): PresetChoice | null {
  return presetChoices(state).find(({ id }) => id === state.library.chosen) ?? null;
}

/** The settings, or the prompt, say something else by now than the preset does. */
export function isModified(
  { settings, prompt }: PresetChoice,
  state: Pick<AppState, 'settings' | 'prompt'>,
): boolean {
  const present: Readonly<Record<string, unknown>> = { ...state.settings };
  return (
    (prompt !== '' && prompt !== state.prompt.trim()) ||
    Object.entries(settings).some(([name, value]) => !isSameValue(value, present[name]))
  );
}

/** What the panel says now, under a name. */
export function presetOf(state: AppState, name: string): Preset {
  return { name, settings: presetSettings(state.settings), prompt: promptForRun(state) };
}
