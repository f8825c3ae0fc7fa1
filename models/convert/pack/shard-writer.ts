import { throwIfCancelled, type CancelSignal } from '../../../src/shared/cancel';
import { sha256Hex } from '../../../src/inference/pack/digest';
import type { PackSink } from './pack-sink';

/** Browsers and HTTP caches take files of this size well, and a broken download resumes at one. */
const MAX_SHARD_BYTES = 64 * 2 ** 20;

/** Where kernels may read a tensor in place: no element is wider, no cache line is shared. */
const ALIGNMENT = 64;
const HASH_DIGITS = 16;
const FOLDER = 'weights';

/** A file of a pack, as its description lists it. */
export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Where a tensor lies; `file` is known once its shard is complete. */
export interface TensorPlace {
  file: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * Gathers tensors in files of at most 64 MiB, named by their content; a larger tensor has a file of
 * its own. The order of the tensors decides what lies where, so the same tensors give the same files.
 */
export class ShardWriter {
  readonly #sink: PackSink;
  readonly #signal: CancelSignal | undefined;
  readonly #maxBytes: number;
  readonly #written = new Map<string, WrittenFile>();
  #parts: { readonly place: TensorPlace; readonly bytes: Uint8Array }[] = [];
  #size = 0;

  constructor(sink: PackSink, signal?: CancelSignal, maxBytes = MAX_SHARD_BYTES) {
    this.#sink = sink;
    this.#signal = signal;
    this.#maxBytes = maxBytes;
  }

  /**
   * @param bytes kept until the shard is written; they must not change
   * @throws OnestepError `cancelled`, and what the sink throws
   */
  async add(bytes: Uint8Array): Promise<TensorPlace> {
    throwIfCancelled(this.#signal);
    if (this.#parts.length > 0 && aligned(this.#size) + bytes.length > this.#maxBytes) {
      await this.#flush();
    }
    const place: TensorPlace = { file: '', offset: aligned(this.#size), length: bytes.length };
    this.#parts.push({ place, bytes });
    this.#size = place.offset + bytes.length;
    if (this.#size >= this.#maxBytes) await this.#flush();
    return place;
  }

  /** Writes what is left and gives all shards in their order. */
  async finish(): Promise<readonly WrittenFile[]> {
    await this.#flush();
    return [...this.#written.values()];
  }

  async #flush(): Promise<void> {
    if (this.#parts.length === 0) return;
    const shard = this.#takeShard();
    const sha256 = await sha256Hex(shard.bytes);
    const file = `${FOLDER}/${sha256.slice(0, HASH_DIGITS)}.bin`;
    for (const place of shard.places) place.file = file;
    // Two shards of the same content are one file.
    if (this.#written.has(file)) return;
    throwIfCancelled(this.#signal);
    await this.#sink.write(file, shard.bytes);
    this.#written.set(file, { file, bytes: shard.bytes.length, sha256 });
  }

  #takeShard(): { bytes: Uint8Array; places: TensorPlace[] } {
    const parts = this.#parts;
    const places = parts.map(({ place }) => place);
    const [first] = parts;
    let bytes = first!.bytes;
    // A large tensor alone is not copied.
    if (parts.length > 1) {
      bytes = new Uint8Array(this.#size);
      for (const part of parts) bytes.set(part.bytes, part.place.offset);
    }
    this.#parts = [];
    this.#size = 0;
    return { bytes, places };
  }
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
