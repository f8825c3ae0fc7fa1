import { OnestepError } from '../../../../src/shared/errors';
import { decodeUtf8 } from '../utf8';

const NEWLINE = 10;

/** Reads the arguments of opcodes one after another and never past the end. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  #at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#file = file;
  }

  get position(): number {
    return this.#at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** Past 2^53 it is no length that could be there; the read that follows finds that. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  /** Floats alone are big-endian in a pickle. */
  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** A little-endian number in two's complement; none when `length` is 0. */
  bigint(length: number): bigint {
    const start = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[start + i]!);
    return BigInt.asIntN(length * 8, value);
  }

  text(length: number): string {
    const start = this.#take(length);
    return decodeUtf8(this.#bytes.subarray(start, start + length), this.#file);
  }

  line(): string {
    const end = this.#bytes.indexOf(NEWLINE, this.#at);
    if (end < 0) throw this.#cut();
    const text = this.text(end - this.#at);
    this.#at = end + 1;
    return text;
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw this.#cut();
    this.#at = start + length;
    return start;
  }

  #cut(): OnestepError {
    return new OnestepError('checkpoint-truncated', { file: this.#file }, 'the pickle ends early');
  }
}
