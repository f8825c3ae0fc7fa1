import { OnestepError } from '../../../src/shared/errors';

// Node, browsers and workers all have it; the library set of this realm names none of them.
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/** @throws OnestepError `checkpoint-invalid` (details: file) for bytes that are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new OnestepError('checkpoint-invalid', { file }, error);
  }
}
