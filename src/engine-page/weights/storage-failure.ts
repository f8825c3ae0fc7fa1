import { OnestepError } from '../../shared/errors';

/** @param needed bytes that were to be written */
export function storageFailure(thrown: unknown, needed: number): OnestepError {
  const isFull = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
  return isFull
    ? new OnestepError('weights-storage-full', { needed }, thrown)
    : new OnestepError('weights-storage-failed', {}, thrown);
}
