import { OnestepError, type ErrorCode } from '../../shared/errors';
import { withTimeLimit } from '../../shared/with-time-limit';

/**
 * Waits for an answer to `what`, but not for ever: one that does not come is a coded error, because
 * a person in front of a spinner cannot tell slow from dead.
 */
export function answerInTime<T>(
  promise: Promise<T>,
  limitMs: number,
  what: string,
  code: ErrorCode = 'protocol-message',
): Promise<T> {
  const text = `no answer to ${what} in ${limitMs / 1000} s`;
  return withTimeLimit(promise, limitMs, () => new OnestepError(code, {}, text));
}
