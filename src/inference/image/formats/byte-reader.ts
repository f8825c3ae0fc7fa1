import { OnestepError } from '../../../shared/errors';

/**
 * Reads numbers at absolute offsets of a file. A read past the end means that the file is cut, and
 * throws `image-truncated`; so a walker needs no bounds checks of its own.
 */
export class ByteReader {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws OnestepError `image-truncated` when `size` bytes at `offset` are not all there. */
  require(offset: number, size: number): void {
    if (offset + size > this.length) {
      throw new OnestepError(
        'image-truncated',
        {},
        `${size} bytes at ${offset} of a file of ${this.length}`,
      );
    }
  }

  uint8(offset: number): number {
    this.require(offset, 1);
    return this.#view.getUint8(offset);
  }

  uint16(offset: number, littleEndian = false): number {
    this.require(offset, 2);
    return this.#view.getUint16(offset, littleEndian);
  }

  uint24LittleEndian(offset: number): number {
    this.require(offset, 3);
    return this.#view.getUint16(offset, true) + this.#view.getUint8(offset + 2) * 0x10000;
  }

  uint32(offset: number, littleEndian = false): number {
    this.require(offset, 4);
    return this.#view.getUint32(offset, littleEndian);
  }

  /** True when the ASCII `text` stands at `offset`; false also where the file ends before it does. */
  hasText(offset: number, text: string): boolean {
    if (offset + text.length > this.length) return false;
    for (let i = 0; i < text.length; i++) {
      if (this.#bytes[offset + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Offset of the next byte of this value at or after `from`, or -1. */
  indexOf(value: number, from: number): number {
    return this.#bytes.indexOf(value, from);
  }

  /** A reader of one part, with offsets from its start. */
  slice(offset: number, size: number): ByteReader {
    this.require(offset, size);
    return new ByteReader(this.#bytes.subarray(offset, offset + size));
  }
}
