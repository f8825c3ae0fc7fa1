import { OnestepError } from '../../shared/errors';
import type { PackSource } from './source';

/** A pack whose files are in memory already, by their path. */
export function createMemorySource(files: Readonly<Record<string, Uint8Array>>): PackSource {
  return {
    async read(path) {
      const bytes = Object.hasOwn(files, path) ? files[path] : undefined;
      if (bytes === undefined) throw new OnestepError('pack-missing', { path });
      return bytes;
    },
  };
}
