type Handler = (...args: never[]) => unknown;

/** `on`, `once` and `off` of one emitter. Handlers run in the order they were added. */
export class EventHub<Name extends string> {
  readonly #names: readonly Name[];
  #handlers: { readonly name: Name; readonly handler: Handler; readonly once: boolean }[] = [];

  constructor(names: readonly Name[]) {
    this.#names = names;
  }

  /** @throws Error for an event Figma does not know, and for a handler that is not a function. */
  add(name: string, handler: unknown, once = false): void {
    if (!this.#isKnown(name)) throw new Error(`in on: "${name}" is not a known event`);
    if (typeof handler !== 'function') throw new Error(`in on: the handler is not a function`);
    this.#handlers.push({ name, handler: handler as Handler, once });
  }

  remove(name: string, handler: unknown): void {
    this.#handlers = this.#handlers.filter(
      (entry) => entry.name !== name || entry.handler !== handler,
    );
  }

  fire(name: Name, ...args: unknown[]): void {
    for (const entry of this.#handlers.filter((candidate) => candidate.name === name)) {
      if (entry.once) this.#handlers = this.#handlers.filter((other) => other !== entry);
      entry.handler(...(args as never[]));
    }
  }

  #isKnown(name: string): name is Name {
    return (this.#names as readonly string[]).includes(name);
  }
}
