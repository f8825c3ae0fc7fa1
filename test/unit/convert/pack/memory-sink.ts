import type { PackSink } from '../../../../models/convert/pack/pack-sink';

/** A pack in memory, by path, in the order in which its files were written. */
export interface MemorySink extends PackSink {
  readonly files: Map<string, Uint8Array>;
}

export function memorySink(): MemorySink {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    async write(path, bytes) {
      files.set(path, bytes.slice());
    },
  };
}
