import { CORRECTIONS, type Content, type Correction } from '../../shared/controls';
import type { ControlSettings } from '../../shared/settings';

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
  return set.length === 0 ? 'Automatic' : set.join(', ');
}
