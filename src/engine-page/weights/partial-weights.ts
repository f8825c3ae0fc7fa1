/** Downloads on their way, as `downloadFile` wants them. */
import type { PartialFile, PartialState } from '../../../models/convert/download/partial-file';
import type { BlobStore } from './blob-store';

/** Weights that are kept in memory until they are whole; lost with the page. */
export class PartialInMemory implements PartialFile {
  #state: PartialState | null = null;
  #pieces: Blob[] = [];

  readState(): Promise<PartialState | null> {
    return Promise.resolve(this.#state);
  }
  size(): Promise<number> {
    return Promise.resolve(this.#pieces.reduce((sum, { size }) => sum + size, 0));
  }
  restart(state: PartialState): Promise<void> {
    this.#state = state;
    this.#pieces = [];
    return Promise.resolve();
  }
  append(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    return Promise.resolve();
  }
  async read(offset: number, length: number): Promise<Uint8Array> {
    const slice = this.whole().slice(offset, offset + length);
    return new Uint8Array(await slice.arrayBuffer());
  }
  finish(): Promise<void> {
    return Promise.resolve();
  }
  discard(): Promise<void> {
    this.#state = null;
    this.#pieces = [];
    return Promise.resolve();
  }
  freeBytes(): Promise<number> {
    return Promise.resolve(Infinity);
  }
  /** All that is there, as one file. */
  whole(): Blob {
    return new Blob(this.#pieces);
  }
}

/** A page that is closed loses at most this much of a download. */
const PIECE_BYTES = 8 * 2 ** 20;

/**
 * Weights that survive the page piece by piece: browsers write a file of theirs only as a whole, so
 * each piece is one, and the last step joins them.
 */
export class PartialInStore implements PartialFile {
  readonly #store: BlobStore;
  readonly #name: string;
  /** Stored pieces, in order. */
  #pieces: Blob[] = [];
  #unstored: Uint8Array<ArrayBuffer>[] = [];
  #unstoredBytes = 0;
  #opened = false;

  /** @param name the file gets when it is whole */
  constructor(store: BlobStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  async readState(): Promise<PartialState | null> {
    const stored = await this.#store.get(`${this.#name}.state`);
    try {
      return stored === null ? null : (JSON.parse(await stored.text()) as PartialState);
    } catch {
      return null;
    }
  }

  async size(): Promise<number> {
    await this.#open();
    return this.#pieces.reduce((sum, { size }) => sum + size, this.#unstoredBytes);
  }

  async restart(state: PartialState): Promise<void> {
    await this.discard();
    await this.#store.put(`${this.#name}.state`, new Blob([JSON.stringify(state)]));
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#unstored.push(bytes as Uint8Array<ArrayBuffer>);
    this.#unstoredBytes += bytes.length;
    if (this.#unstoredBytes >= PIECE_BYTES) await this.#storePiece();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const slice = (await this.#whole()).slice(offset, offset + length);
    return new Uint8Array(await slice.arrayBuffer());
  }

  async finish(): Promise<void> {
    await this.#store.put(this.#name, await this.#whole());
    await this.discard();
  }

  async discard(): Promise<void> {
    await this.#open();
    const count = this.#pieces.length;
    this.#pieces = [];
    this.#unstored = [];
    this.#unstoredBytes = 0;
    await this.#store.remove(`${this.#name}.state`);
    for (let index = count - 1; index >= 0; index--) {
      await this.#store.remove(this.#pieceName(index));
    }
  }

  async freeBytes(): Promise<number> {
    const { quota, usage } = await navigator.storage.estimate();
    // Joining the pieces takes as much room once more, which `put` reports by itself.
    return quota === undefined ? Infinity : quota - (usage ?? 0);
  }

  async #whole(): Promise<Blob> {
    await this.#open();
    return new Blob([...this.#pieces, ...this.#unstored]);
  }

  /** Finds what an earlier page stored. */
  async #open(): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    for (;;) {
      const piece = await this.#store.get(this.#pieceName(this.#pieces.length));
      if (piece === null) return;
      this.#pieces.push(piece);
    }
  }

  async #storePiece(): Promise<void> {
    await this.#open();
    const name = this.#pieceName(this.#pieces.length);
    await this.#store.put(name, new Blob(this.#unstored));
    const stored = await this.#store.get(name);
    if (stored !== null) this.#pieces.push(stored);
    this.#unstored = [];
    this.#unstoredBytes = 0;
  }

  #pieceName(index: number): string {
    return `${this.#name}.part-${index}`;
  }
}
