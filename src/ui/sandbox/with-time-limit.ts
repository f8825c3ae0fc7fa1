import { OnestepError, type ErrorCode } from '../../shared/errors';

/**
 * Waits for `promise`, but not for ever: an answer that does not come is a coded error, because a
 * person in front of a spinner cannot tell slow from dead.
 */
export async function withTimeLimit<T>(
  promise: Promise<T>,
  limitMs: number,
  what: string,
  code: ErrorCode = 'protocol-message',
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new OnestepError(code, {}, `no answer to ${what} in ${limitMs / 1000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
