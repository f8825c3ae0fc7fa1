import type { Controls } from '../../shared/controls';
import { OnestepError } from '../../shared/errors';
import { MAX_RESULT_SIDE_PX, STANDARD_QUALITY } from '../../shared/limits';
import { OUTPUT_FORMATS, type EnhanceOptions } from '../engine';

/**
 * Checks what a caller wants of any pack, which may have crossed realms or come from a command line.
 *
 * @throws OnestepError `option-invalid` (option, value, expected)
 */
export function checkCommonOptions(options: EnhanceOptions): void {
  const { maxSidePx, format, keepsTransparency = false } = options;
  const { quality = STANDARD_QUALITY, strength = 1 } = options;
  refuseUnless(
    isWhole(maxSidePx, 1, MAX_RESULT_SIDE_PX),
    'maxSidePx',
    maxSidePx,
    `a whole number from 1 to ${MAX_RESULT_SIDE_PX}`,
  );
  refuseUnlessOneOf(['auto', ...OUTPUT_FORMATS], 'format', format);
  const isYesOrNo = typeof keepsTransparency === 'boolean';
  refuseUnless(isYesOrNo, 'keepsTransparency', keepsTransparency, 'true or false');
  refuseUnless(isWhole(quality, 1, 100), 'quality', quality, 'a whole number from 1 to 100');
  refuseUnless(isWithin(strength, 0, 1), 'strength', strength, 'a number from 0 to 1');
}

const MAX_PROMPT_CHARACTERS = 10_000;

/** @throws OnestepError `option-invalid` */
export function checkPrompt(option: string, text: unknown): void {
  const expected = `words, at most ${MAX_PROMPT_CHARACTERS} characters`;
  const fits = typeof text === 'string' && text.length <= MAX_PROMPT_CHARACTERS;
  refuseUnless(fits, option, `${String(text).slice(0, 40)}…`, expected);
}

/**
 * For packs without controls, which would leave a wish without effect.
 *
 * @throws OnestepError `option-invalid`, about the first control that is set
 */
export function refuseControls(controls: Controls = {}): void {
  for (const [name, value] of Object.entries(controls)) {
    const expected = 'the pack that comes with Onestep for that';
    refuseUnless(value === undefined, name, value, expected);
  }
}

export function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

export function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && isWithin(value, least, most);
}

/** @throws OnestepError `option-invalid` */
export function refuseUnlessOneOf(
  known: readonly string[],
  option: string,
  value: string | undefined,
): void {
  if (value !== undefined) {
    refuseUnless(known.includes(value), option, value, known.join(', '));
  }
}

/** @throws OnestepError `option-invalid` */
export function refuseUnless(
  fits: boolean,
  option: string,
  value: unknown,
  expected: string,
): void {
  if (!fits) throw new OnestepError('option-invalid', { option, value: String(value), expected });
}
