import { OnestepError } from '../../shared/errors';
import { MAX_RESULT_SIDE_PX } from '../../shared/limits';
import { OUTPUT_FORMATS, type EnhanceOptions } from '../engine';

/**
 * Checks what a caller wants of any pack, which may have crossed realms or come from a command line.
 *
 * @throws OnestepError `option-invalid` (option, value, expected)
 */
export function checkCommonOptions({ maxSidePx, format }: EnhanceOptions): void {
  refuseUnless(
    isWhole(maxSidePx, 1, MAX_RESULT_SIDE_PX),
    'maxSidePx',
    maxSidePx,
    `a whole number from 1 to ${MAX_RESULT_SIDE_PX}`,
  );
  refuseUnlessOneOf(['auto', ...OUTPUT_FORMATS], 'format', format);
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
