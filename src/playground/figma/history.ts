/**
 * Undo and redo over states that are never changed in place. Changes pile up until they are committed;
 * everything since the last commit is one step.
 */
export class History<State> {
  #current: State;
  #committed: State;
  #past: State[] = [];
  #future: State[] = [];

  constructor(initial: State) {
    this.#current = initial;
    this.#committed = initial;
  }

  get current(): State {
    return this.#current;
  }

  set(state: State): void {
    this.#current = state;
    this.#future = [];
  }

  commit(): void {
    if (this.#current === this.#committed) return;
    this.#past.push(this.#committed);
    this.#committed = this.#current;
  }

  /** Goes back one step; uncommitted changes are a step too. False when there is nothing to undo. */
  undo(): boolean {
    this.commit();
    const before = this.#past.pop();
    if (before === undefined) return false;
    this.#future.push(this.#current);
    this.#moveTo(before);
    return true;
  }

  redo(): boolean {
    const after = this.#future.pop();
    if (after === undefined) return false;
    this.#past.push(this.#current);
    this.#moveTo(after);
    return true;
  }

  #moveTo(state: State): void {
    this.#current = state;
    this.#committed = state;
  }
}
