import { Observable } from '../state/observable';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isError: boolean;
  readonly action?: { readonly label: string; run(): void };
}

export interface ShowToastOptions {
  readonly isError?: boolean;
  /** Milliseconds; `Infinity` stays until it is taken away. */
  readonly timeoutMs?: number;
  readonly action?: Toast['action'];
}

const DEFAULT_TIMEOUT_MS = 3000;

/** Short messages at the bottom of the canvas. */
export class Toasts {
  readonly shown = new Observable<readonly Toast[]>([]);
  #lastId = 0;

  /** @returns a function that takes the toast away early. */
  show(text: string, options: ShowToastOptions = {}): () => void {
    const { isError = false, timeoutMs = DEFAULT_TIMEOUT_MS, action } = options;
    const id = ++this.#lastId;
    const remove = (): void => this.shown.update((all) => all.filter((toast) => toast.id !== id));
    this.shown.update((all) => [...all, { id, text, isError, ...(action && { action }) }]);
    if (Number.isFinite(timeoutMs)) setTimeout(remove, timeoutMs);
    return remove;
  }
}
