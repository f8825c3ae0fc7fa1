import { OnestepError } from '../../shared/errors';

/** True for failures that another device, and networks opened anew on it, may cure. */
export function isDeviceLost(thrown: unknown): boolean {
  return thrown instanceof OnestepError && thrown.code === 'engine-device-lost';
}
