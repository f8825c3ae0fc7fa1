import type { ColourFix } from '../../shared/colour-fix';
import type { FormatChoice, Settings } from '../../shared/settings';
import { CONTROL_TEXT, percentText } from './control-text';

export const OUTPUT_TEXT = {
  section: 'Output',
  strength: 'Strength',
  format: 'Format',
  jpegQuality: 'JPEG quality',
  colours: 'Colours',
} as const;

export const FORMAT_NAMES: Readonly<Record<FormatChoice, string>> = {
  auto: CONTROL_TEXT.auto,
  png: 'PNG',
  jpeg: 'JPEG',
};

export const COLOUR_FIX_NAMES: Readonly<Record<ColourFix, string>> = {
  adain: 'Overall',
  wavelet: 'By area',
  none: 'Off',
};

/** What a format means for the pictures. */
export const FORMAT_NOTES: Readonly<Record<FormatChoice, string>> = {
  auto: 'JPEG stays JPEG; everything else becomes PNG.',
  png: 'Exact, but large for photos.',
  jpeg: 'Small. Pictures with transparency become PNG, so that they keep it.',
};

export const STRENGTH_NOTE =
  'How much of the restoration is used. At 0 % a picture is only enlarged.';

export const COLOUR_FIX_NOTE =
  'Brings the colours of the source back, on the whole or area by area.';

/** What the user has set by hand, in few words. */
export function outputText(
  { format, jpegQuality, strength, colourFix }: Settings,
  takesColourFix: boolean,
): string {
  const set: string[] = [];
  if (format === 'png') set.push(FORMAT_NAMES.png);
  if (format === 'jpeg') set.push(`${FORMAT_NAMES.jpeg} ${jpegQuality}`);
  if (strength !== 1) set.push(`${OUTPUT_TEXT.strength} ${percentText(strength)}`);
  if (takesColourFix && colourFix !== null)
    set.push(`${OUTPUT_TEXT.colours} ${COLOUR_FIX_NAMES[colourFix].toLowerCase()}`);
  return set.length === 0 ? CONTROL_TEXT.automatic : set.join(', ');
}

/** @param quality in percent */
export function jpegQualityText(quality: number): string {
  return `${quality} of 100`;
}
