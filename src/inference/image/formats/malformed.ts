import { OnestepError } from '../../../shared/errors';

/** A file that is complete but says something no decoder can follow. */
export function malformed(reason: string): OnestepError {
  return new OnestepError('image-undecodable', {}, reason);
}
