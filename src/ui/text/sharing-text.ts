import type { Area } from '../../shared/settings';
import type { SharingChoice } from '../../shared/write-target';
import type { ComponentsInQuestion, StyleInQuestion } from '../state/sharing';
import { counted } from './counted';
import { AREA_NAMES } from './scope-text';

/** In the place of the start button, while a run waits for the answer. */
export const STYLES_AWAITED = 'Starts when you have chosen above.';

export const COMPONENTS_TEXT = {
  section: 'Pictures of components',
  choice: 'Where to write pictures of components',
} as const;

export function stylesTitle(styles: readonly StyleInQuestion[]): string {
  return styles.length === 1
    ? 'A shared style holds pictures here'
    : `${styles.length} shared styles hold pictures here`;
}

export function styleName({ name }: StyleInQuestion): string {
  return name.trim() === '' ? 'Unnamed style' : name;
}

/** Below the styles that are named. */
export function moreStylesText(count: number): string {
  return `and ${counted(count, 'more style')}`;
}

/** Beside the name of the style. */
export function followersText({ layers, remote }: StyleInQuestion, area: Area): string {
  const followers = `${counted(layers, 'layer')} of ${AREA_NAMES[area]}`;
  return remote ? `${followers}, from a library` : followers;
}

interface AnswerText {
  readonly choice: SharingChoice['styles'];
  readonly label: string;
  readonly effect: string;
}

/** What can be done; a style of a library is read-only here, so it cannot be changed. */
export function styleAnswers(styles: readonly StyleInQuestion[]): readonly AnswerText[] {
  const many = styles.length > 1;
  const layers = styles.reduce((sum, style) => sum + style.layers, 0);
  const them = layers === 1 ? 'layer' : 'layers';
  const remote = styles.filter((style) => style.remote).length;
  const answers: AnswerText[] = [
    {
      choice: 'detach',
      label: `Detach the ${them}`,
      effect:
        layers === 1
          ? 'It gets the new picture and follows its style no longer.'
          : 'They get the new picture and follow their style no longer.',
    },
    {
      choice: 'leave',
      label: `Leave the ${them} alone`,
      effect: layers === 1 ? 'It keeps the picture it has.' : 'They keep the pictures they have.',
    },
  ];
  if (remote === styles.length) return answers;
  const everywhere = `Every layer that uses ${many ? 'them' : 'it'} changes, also outside of what you selected.`;
  return [
    {
      choice: 'change',
      label: many ? 'Change the styles' : 'Change the style',
      effect:
        remote === 0
          ? everywhere
          : `${everywhere} Layers with a style from a library stay as they are.`,
    },
    ...answers,
  ];
}

/** Why changing the style is not among the answers, or null. */
export function remoteStylesText(styles: readonly StyleInQuestion[]): string | null {
  if (styles.some((style) => !style.remote)) return null;
  return styles.length === 1
    ? 'It comes from a library, so it cannot be changed in this file.'
    : 'They come from a library, so they cannot be changed in this file.';
}

export const COMPONENT_SEGMENTS = [
  { value: 'override', label: 'This instance only' },
  { value: 'change', label: 'Main component' },
] as const;

/** What the choice for components does. */
export function componentsText(
  { names, layers, remoteLayers }: ComponentsInQuestion,
  choice: SharingChoice['components'],
): string {
  const [name = ''] = names;
  const components = names.length === 1 ? `“${name}”` : counted(names.length, 'main component');
  const shown = `${counted(layers, 'layer')} ${layers === 1 ? 'takes its' : 'take their'} picture from ${components}.`;
  if (choice === 'override') {
    return `${shown} Only ${layers === 1 ? 'this instance changes' : 'these instances change'}.`;
  }
  const all = `${shown} ${names.length === 1 ? 'It changes' : 'They change'}, and so does every instance.`;
  if (remoteLayers === 0) return all;
  return `${all} ${counted(remoteLayers, 'layer')} from a library’s component ${remoteLayers === 1 ? 'is' : 'are'} changed in the instance.`;
}
