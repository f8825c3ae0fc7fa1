import { OnestepError } from '../../shared/errors';
import { MAX_RESULT_SIDE_PX } from '../../shared/limits';
import { OUTPUT_FORMATS, type EnhanceOptions } from '../engine';

/**
 * Checks what a caller wants, which may have crossed realms or come from a command line.
 *
 * @param nativeScale most that the pack can enlarge
 * @throws OnestepError `option-invalid` (option, value, expected)
 */
export function checkOptions(options: EnhanceOptions, nativeScale: number): void {
  const { scale, maxSidePx, format } = options;
  refuseUnless(
    isWithin(scale, 1, nativeScale),
    'scale',
    scale,
    `a number from 1 to ${nativeScale}`,
  );
  refuseUnless(
    Number.isInteger(maxSidePx) && isWithin(maxSidePx, 1, MAX_RESULT_SIDE_PX),
    'maxSidePx',
    maxSidePx,
    `a whole number from 1 to ${MAX_RESULT_SIDE_PX}`,
  );
  const formats: readonly string[] = ['auto', ...OUTPUT_FORMATS];
  refuseUnless(formats.includes(format), 'format', format, formats.join(', '));
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function refuseUnless(fits: boolean, option: string, value: unknown, expected: string): void {
  if (!fits) throw new OnestepError('option-invalid', { option, value: String(value), expected });
}
