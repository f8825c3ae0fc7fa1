import { CORRECTIONS, type Content, type Correction } from '../../shared/controls';
import type { ControlSettings } from '../../shared/settings';

export const CONTROL_TEXT = {
  section: 'Guidance',
  corrections: 'Corrections',
  content: 'Content',
  auto: 'Auto',
  automatic: 'Automatic',
  fromPrompt: 'from the prompt',
  faithful: 'Faithful',
  crisp: 'Crisp',
  crispLabel: 'Faithful to crisp',
  followPrompt: 'Follow the prompt',
} as const;

export const CORRECTION_NAMES: Readonly<Record<Correction, string>> = {
  denoise: 'Noise',
  dejpeg: 'JPEG',
  deblur: 'Blur',
};

export const CONTENT_NAMES: Readonly<Record<Content, string>> = {
  photo: 'Photo',
  illustration: 'Illustration',
  text: 'Text or UI',
};

/** @param share 0 to 1 */
export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** What the user has set by hand, in few words. */
export function correctionsText(settings: ControlSettings): string {
  const set = CORRECTIONS.flatMap((name) => {
    const value = settings[name];
    return value === null ? [] : [`${CORRECTION_NAMES[name]} ${percentText(value)}`];
  });
  if (settings.content !== null) set.push(CONTENT_NAMES[settings.content]);
  return set.length === 0 ? CONTROL_TEXT.automatic : set.join(', ');
}

export function correctionLabel(name: Correction): string {
  return `${CORRECTION_NAMES[name]} in the picture`;
}

/** How a slider for a correction is read out. */
export function correctionValueText(value: number | null, fromPrompt: boolean): string {
  if (value === null) return CONTROL_TEXT.automatic;
  return fromPrompt ? `${percentText(value)} ${CONTROL_TEXT.fromPrompt}` : percentText(value);
}

export function promptedContentText(content: Content): string {
  return `The prompt says: ${CONTENT_NAMES[content]}.`;
}

/** @param value 0 to 1 */
export function crispText(value: number): string {
  return value === 0 ? CONTROL_TEXT.faithful : `${percentText(value)} crisp`;
}

/** Said where the slider and the prompt differ. */
export function crispConflictText(own: number, prompted: number): string {
  return `Set here to ${percentText(own)}; the prompt asks for ${percentText(prompted)}.`;
}
