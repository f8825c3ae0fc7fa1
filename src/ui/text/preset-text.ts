import type { Keeping } from '../../shared/kept';
import { MAX_PRESETS } from '../../shared/presets';
import type { BuiltInKey } from '../presets/built-in-presets';

export const BUILT_IN_NAMES: Readonly<Record<BuiltInKey, string>> = {
  photo: 'Photo, faithful',
  'photo-crisp': 'Photo, crisp',
  'old-jpeg': 'Old JPEG',
  drawing: 'Logo or drawing',
  interface: 'Screenshot or UI',
};

export const PRESET_TEXT = {
  label: 'Preset',
  none: 'None',
  own: 'Yours',
  builtIn: 'From Onestep',
  modified: 'Modified',
  save: 'Save…',
  nameLabel: 'Name of the preset',
  namePlaceholder: 'Name, such as Product photos',
  add: 'Save',
  replace: 'Replace',
  cancel: 'Cancel',
  keepsPrompt: 'Keeps the settings and the prompt.',
  keepsNoPrompt:
    'Keeps the settings. The prompt is empty, so choosing the preset leaves it as it is.',
  full: `${MAX_PRESETS} presets are kept at most. Delete one in the settings, or replace one.`,
  title: 'Presets',
  noneYet:
    'No presets of your own yet. Save the present settings and prompt beside the preset menu.',
  rename: 'Rename',
  newName: 'New name',
  nameTaken: 'Another preset has this name. Choose another one.',
  delete: 'Delete',
  keep: 'Keep',
} as const;

export function willReplaceText(name: string): string {
  return `“${name}” exists already and would be replaced.`;
}

export function deletePresetQuestion(name: string): string {
  return `Delete “${name}”?`;
}

export function renameLabel(name: string): string {
  return `${PRESET_TEXT.rename} ${name}`;
}

export function deleteLabel(name: string): string {
  return `${PRESET_TEXT.delete} ${name}`;
}

export function newNameLabel(name: string): string {
  return `${PRESET_TEXT.newName}: ${name}`;
}

/** In the plural, for the sentences below. */
const KEPT_NAMES = { presets: 'Your presets', prompts: 'Your recent prompts' } as const;

/** Why what is changed now will not be there at the next launch; null when it will. */
export function keepingText(keeping: Keeping, kept: keyof typeof KEPT_NAMES): string | null {
  const things = KEPT_NAMES[kept];
  switch (keeping) {
    case 'kept':
      return null;
    case 'newer':
      return `${things} were saved by a newer Onestep and are left as they are. What you change here lasts until the window closes; update Onestep to use them.`;
    case 'unavailable':
      return `${things} cannot be stored: Figma’s storage fails or is full. What you change here lasts until the window closes.`;
  }
}
