import { OnestepError } from '../../shared/errors';
import type { PackSource } from './source';

/** A file of a browser, on its disk until it is read; `Blob` has it. */
export interface ReadableFile {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A pack whose files are at hand already, by their path. */
export function createMemorySource(
  files: Readonly<Record<string, Uint8Array | ReadableFile>>,
): PackSource {
  return {
    async read(path) {
      const file = Object.hasOwn(files, path) ? files[path] : undefined;
      if (file === undefined) throw new OnestepError('pack-missing', { path });
      if (file instanceof Uint8Array) return file;
      try {
        return new Uint8Array(await file.arrayBuffer());
      } catch (thrown) {
        throw new OnestepError('pack-missing', { path }, thrown);
      }
    },
  };
}
