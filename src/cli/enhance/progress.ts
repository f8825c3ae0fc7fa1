// CommonJS: Node finds no named exports in it.
import cliProgress, { type Options, type Params, type SingleBar } from 'cli-progress';
import { printable } from '../terminal';

/** Shows how far a batch is. */
export interface Progress {
  /** Shows that a picture is begun; `done` others are finished. */
  picture(done: number, name: string): void;
  /** @param part share of the current picture that is done, 0 to 1 */
  part(part: number): void;
  /** Takes the bar away, before something is printed and at the end. */
  hide(): void;
}

/** Before this share of the work is done, the time for the rest cannot be told from it. */
const LEAST_KNOWN_SHARE = 0.02;
const BAR_WIDTH = 24;

/** @param screen null where no bar is wanted: the lines that are printed then tell the progress */
export function createProgress(screen: NodeJS.WritableStream | null, pictures: number): Progress {
  return screen === null ? SILENT : new BarProgress(screen, pictures);
}

const SILENT: Progress = {
  picture: () => undefined,
  part: () => undefined,
  hide: () => undefined,
};

class BarProgress implements Progress {
  readonly #bar: SingleBar;
  readonly #pictures: number;
  #done = 0;
  #name = '';
  /** Where and when the first picture began; what was done before that took no time. */
  #first: { readonly done: number; readonly atMs: number } | undefined;

  constructor(screen: NodeJS.WritableStream, pictures: number) {
    this.#pictures = pictures;
    this.#bar = new cliProgress.SingleBar({
      stream: screen,
      format: (options, params) => this.#line(options, params),
      barsize: BAR_WIDTH,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      clearOnComplete: true,
      // Ctrl+C is the command's own business; see `interrupts.ts`.
      gracefulExit: false,
      // Trims the line itself instead of switching the terminal's wrapping off, so that nothing has
      // to be restored after a hard end.
      linewrap: true,
    });
  }

  picture(done: number, name: string): void {
    this.#done = done;
    this.#name = printable(name);
    this.#first ??= { done, atMs: Date.now() };
    this.#bar.start(this.#pictures, done);
  }

  part(part: number): void {
    this.#bar.update(this.#done + part);
  }

  hide(): void {
    this.#bar.stop();
  }

  #line(options: Options, { progress, value }: Params): string {
    const share = `${Math.floor(progress * 100)}%`.padStart(4);
    const count = this.#pictures > 1 ? `  ${this.#done + 1}/${this.#pictures}` : '';
    const bar = cliProgress.Format.BarFormat(progress, options);
    return `${bar}${share}${count}${this.#remaining(value)}  ${this.#name}`;
  }

  #remaining(value: number): string {
    if (this.#first === undefined) return '';
    const spent = value - this.#first.done;
    const left = this.#pictures - value;
    if (left <= 0 || spent < LEAST_KNOWN_SHARE * (spent + left)) return '';
    const seconds = Math.ceil(((Date.now() - this.#first.atMs) / 1000) * (left / spent));
    return seconds < 60 ? `  ${seconds} s left` : `  ${Math.ceil(seconds / 60)} min left`;
  }
}
