import { OnestepError } from '../../shared/errors';

/** True for failures that less work at once, or fewer networks, may cure. */
export function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof OnestepError && thrown.code === 'engine-memory';
}
