/** Turns the words after flags into values; what depends on the pack is checked by the engine. */
import { OnestepError } from '../../shared/errors';
import { OUTPUT_FORMATS, type OutputFormat } from '../../inference/engine';

/** Of direct packs 4, of latent packs 8. */
const MAX_SCALE = 8;

export function parseScale(value: string): number {
  const scale = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (scale >= 1 && scale <= MAX_SCALE) return scale;
  const expected = `a number from 1 to 4 (with OSEDiff: up to ${MAX_SCALE})`;
  throw invalid('--scale', value, expected);
}

export function parseFormat(value: string): OutputFormat | 'auto' {
  const name = value.toLowerCase();
  const format = ['auto', ...OUTPUT_FORMATS].find((known) => known === name);
  if (format !== undefined) return format as OutputFormat | 'auto';
  if (name === 'jpg') return 'jpeg';
  throw invalid('--format', value, `auto, ${OUTPUT_FORMATS.join(', ')}`);
}

export function notEmpty(option: string, expected: string): (value: string) => string {
  return (value) => {
    if (value.trim() === '') throw invalid(option, value, expected);
    return value;
  };
}

export function oneOf<T extends string>(
  option: string,
  known: readonly T[],
  expected = known.join(', '),
): (value: string) => T {
  return (value) => {
    const found = known.find((name) => name === value.toLowerCase());
    if (found === undefined) throw invalid(option, value, expected);
    return found;
  };
}

/** As `parse`, or the word `auto`. */
export function orAuto<T>(parse: (value: string) => T): (value: string) => T | 'auto' {
  return (value) => (value.toLowerCase() === 'auto' ? 'auto' : parse(value));
}

/** A number from 0 to 1. */
export function unit(option: string, expected = 'a number from 0 to 1'): (value: string) => number {
  return (value) => {
    const number = /^\d*\.?\d+$/.test(value) ? Number(value) : NaN;
    if (number >= 0 && number <= 1) return number;
    throw invalid(option, value, expected);
  };
}

/** A whole number from 1 to 100. */
export function percent(option: string): (value: string) => number {
  return (value) => {
    const number = /^\d{1,3}$/.test(value) ? Number(value) : NaN;
    if (number >= 1 && number <= 100) return number;
    throw invalid(option, value, 'a whole number from 1 to 100');
  };
}

export function wholeNumber(option: string): (value: string) => number {
  return (value) => {
    if (/^\d{1,6}$/.test(value)) return Number(value);
    throw invalid(option, value, 'a whole number');
  };
}

function invalid(option: string, value: string, expected: string): OnestepError {
  return new OnestepError('option-invalid', { option, value, expected });
}
