import type { ColourFix } from '../../shared/colour-fix';
import type { FormatChoice, Settings } from '../../shared/settings';
import { percentText } from './control-text';

export const FORMAT_NAMES: Readonly<Record<FormatChoice, string>> = {
  auto: 'Auto',
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
  if (strength !== 1) set.push(`Strength ${percentText(strength)}`);
  if (takesColourFix && colourFix !== null)
    set.push(`Colours ${COLOUR_FIX_NAMES[colourFix].toLowerCase()}`);
  return set.length === 0 ? 'Automatic' : set.join(', ');
}
