/** What `figma.notify` returns. */
export class Toast implements NotificationHandler {
  readonly #remove: () => void;

  constructor(remove: () => void) {
    this.#remove = remove;
    Object.preventExtensions(this);
  }

  cancel(): void {
    this.#remove();
  }
}
