/** The latest of something that goes on, for whoever begins to listen later. */
export class Followed<T> {
  #latest: { readonly value: T } | null = null;
  #listener: ((value: T) => void) | null = null;

  report(value: T): void {
    this.#latest = { value };
    this.#listener?.(value);
  }

  /** @param listener hears the latest at once, if there is one, and every one after; the only one who does */
  follow(listener: (value: T) => void): void {
    this.#listener = listener;
    if (this.#latest !== null) listener(this.#latest.value);
  }
}
