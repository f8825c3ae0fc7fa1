/**
 * A Blob whose streams live as long as it does.
 *
 * onnxruntime reads weights by `blob.slice(from, to).stream()` and keeps nothing but the reader that it
 * waits for. Chromium's garbage collector takes such a stream for unused in the middle of a read, which
 * then never ends: of 24 sessions opened with 268 MB of weights 10 hung (Chromium 156).
 * Meant to last no longer than one session takes to open.
 */
export class HeldBlob extends Blob {
  readonly #streams: ReadableStream[];

  /** @param streams those of the Blob that this one is a part of */
  constructor(content: Blob, streams: ReadableStream[] = []) {
    super([content]);
    this.#streams = streams;
  }

  override slice(start?: number, end?: number): Blob {
    return new HeldBlob(super.slice(start, end), this.#streams);
  }

  override stream(): ReturnType<Blob['stream']> {
    const stream = super.stream();
    this.#streams.push(stream);
    return stream;
  }
}
