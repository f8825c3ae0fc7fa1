import { OnestepError, type ErrorCode } from '../shared/errors';

/** @throws OnestepError with `code` when `promise` has not settled after `limitMs`. */
export function withTimeLimit<T>(
  promise: Promise<T>,
  limitMs: number,
  code: ErrorCode,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new OnestepError(code)), limitMs);
    const settle = (action: () => void): void => {
      clearTimeout(timer);
      action();
    };
    promise.then(
      (value) => settle(() => resolve(value)),
      (thrown: unknown) => settle(() => reject(thrown)),
    );
  });
}
