import { errorText } from '../shared/error-texts';
import { toOnestepError, type ErrorCode } from '../shared/errors';

/** Errors whose next step is a report, for which the technical cause is needed. */
const CODES_WITH_CAUSE: readonly ErrorCode[] = ['internal', 'pack-graph'];

/** Set to 1 to see stack traces. */
const DEBUG_VARIABLE = 'ONESTEP_DEBUG';

/**
 * A failure as a person reads it: the sentence, then the next step on a line of its own.
 *
 * @param subject file that the failure is about, put in front unless the sentence names it
 */
export function errorLines(thrown: unknown, subject?: string): string {
  const error = toOnestepError(thrown);
  const { what, next } = errorText(error);
  const lines = [
    subject === undefined || what.includes(subject) ? what : `${subject}: ${what}`,
    `  ${next}`,
  ];
  if (CODES_WITH_CAUSE.includes(error.code) && error.technicalCause !== undefined) {
    lines.push(`  Details: ${error.technicalCause}`);
  }
  if (process.env[DEBUG_VARIABLE] === '1') {
    lines.push(String((thrown instanceof Error ? thrown.stack : undefined) ?? thrown));
  }
  return lines.join('\n');
}
