import { deserializeError, serializeError, type SerializedError } from './errors';

/** What came of some work, for channels such as Comlink that drop the fields of errors. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SerializedError };

export async function settle<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: serializeError(thrown) };
  }
}

/** @throws OnestepError the one that crossed */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw deserializeError(outcome.error);
}
