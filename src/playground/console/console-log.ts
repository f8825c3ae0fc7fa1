import { Observable } from '../state/observable';

export interface ConsoleLine {
  readonly id: number;
  readonly time: string;
  readonly level: 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** Older lines are forgotten. */
const MAX_LINES = 500;

/** What the plugin's sandbox wrote to its console, and what the host has to say about it. */
export class ConsoleLog {
  readonly lines = new Observable<readonly ConsoleLine[]>([]);
  #lastId = 0;

  add(level: ConsoleLine['level'], text: string): void {
    const time = new Date().toLocaleTimeString([], { hour12: false });
    const line = { id: ++this.#lastId, time, level, text };
    this.lines.update((lines) => [...lines.slice(1 - MAX_LINES), line]);
  }

  clear(): void {
    this.lines.set([]);
  }
}
