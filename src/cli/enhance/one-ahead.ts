import type { EnhanceProgress } from '../../inference/engine';
import { Followed } from '../../shared/followed';

/** Something that an engine is to do. */
export type EngineTask<T> = (onProgress: (progress: EnhanceProgress) => void) => Promise<T>;

/**
 * Tasks for an engine, each of them begun when the one before it is in the network: its picture is
 * decoded meanwhile, and is in the network while that one is encoded and written.
 */
export class OneAhead<T> {
  readonly #tasks: readonly EngineTask<T>[];
  #ahead: { readonly index: number; readonly task: BegunTask<T> } | null = null;

  constructor(tasks: readonly EngineTask<T>[]) {
    this.#tasks = tasks;
  }

  /**
   * What comes of a task. Tasks are asked for in order, one after another.
   *
   * @param onProgress hears where the task is, at once if it was begun already
   */
  async resultOf(index: number, onProgress: (progress: EnhanceProgress) => void): Promise<T> {
    const ahead = this.#ahead;
    const task = ahead?.index === index ? ahead.task : new BegunTask(this.#tasks[index]!);
    task.progress.follow((progress) => {
      onProgress(progress);
      if (progress.stage !== 'decode') this.#begin(index + 1);
    });
    return task.result;
  }

  #begin(index: number): void {
    const task = this.#tasks[index];
    if (task === undefined || this.#ahead?.index === index) return;
    this.#ahead = { index, task: new BegunTask(task) };
  }
}

class BegunTask<T> {
  readonly result: Promise<T>;
  readonly progress = new Followed<EnhanceProgress>();

  constructor(task: EngineTask<T>) {
    this.result = task((progress) => this.progress.report(progress));
    // After a cancel nobody asks for it any more.
    this.result.catch(() => undefined);
  }
}
