/** The timers of one plugin run; all of them stop with it. */
export class TimerTable {
  readonly #fire: (timerId: number) => void;
  readonly #handles = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(fire: (timerId: number) => void) {
    this.#fire = fire;
  }

  start(timerId: number, delayMs: number, repeats: boolean): void {
    const fire = (): void => {
      if (!repeats) this.#handles.delete(timerId);
      this.#fire(timerId);
    };
    this.#handles.set(timerId, repeats ? setInterval(fire, delayMs) : setTimeout(fire, delayMs));
  }

  stop(timerId: number): void {
    // One call clears both kinds.
    clearTimeout(this.#handles.get(timerId));
    this.#handles.delete(timerId);
  }

  clear(): void {
    for (const timerId of [...this.#handles.keys()]) this.stop(timerId);
  }
}
