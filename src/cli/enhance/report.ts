import { errorText } from '../../shared/error-texts';
import { OnestepError, serializeError } from '../../shared/errors';
import type { PromptReading } from '../../shared/prompt-vocabulary';
import type { EnhanceResult } from '../../inference/engine';
import { errorLines } from '../error-lines';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal';
import type { PlannedResult, RefusedInput } from './output-plan';

export interface ReportOptions {
  /** Pictures in the whole run. */
  readonly pictures: number;
  /** Print failures only. */
  readonly quiet: boolean;
  /** Print one JSON document at the end instead of a line for each result. */
  readonly json: boolean;
}

type Outcome = Omit<EnhanceResult, 'bytes'>;

/** Failed files that the summary names; the rest is counted. */
const NAMED_FAILURES = 10;

/** Says what became of each picture, and keeps count for the summary and the exit code. */
export class Report {
  readonly #terminal: Terminal;
  readonly #options: ReportOptions;
  readonly #results: { readonly plan: PlannedResult; readonly outcome: Outcome }[] = [];
  readonly #failures: RefusedInput[] = [];
  /** Of the one prompt of a run; null while nothing was read, and for packs of free words. */
  #reading: PromptReading | null = null;
  #cancelled = false;

  constructor(terminal: Terminal, options: ReportOptions) {
    this.#terminal = terminal;
    this.#options = options;
  }

  enhanced(plan: PlannedResult, outcome: Outcome): void {
    this.#results.push({ plan, outcome });
    const isFirst = this.#results.length === 1;
    if (isFirst) this.#reading = outcome.promptReading;
    if (this.#options.quiet || this.#options.json) return;
    if (isFirst) this.#tellReading();
    this.#terminal.out(
      `${this.#counter()}${plan.input} → ${plan.target} (${outcome.width} × ${outcome.height} px, ${reachedScale(outcome)})`,
    );
  }

  failed(failure: RefusedInput): void {
    this.#failures.push(failure);
    this.#terminal.err(this.#counter() + errorLines(failure.error, failure.input));
  }

  cancelled(): void {
    this.#cancelled = true;
  }

  /** Prints the summary of a batch and tells how the command ends. */
  finish(): ExitCode {
    if (this.#options.json) this.#terminal.out(this.#toJson());
    if (this.#cancelled) {
      const { what, next } = errorText(new OnestepError('cancelled'));
      this.#terminal.err(`${what} ${next}`);
    }
    if (this.#options.pictures > 1 && !this.#options.quiet) this.#terminal.err(this.#summary());
    if (this.#cancelled) return EXIT_CODE.cancelled;
    return this.#failures.length === 0 ? EXIT_CODE.allDone : EXIT_CODE.someFailed;
  }

  #tellReading(): void {
    if (this.#reading === null) return;
    const { understood, ignored } = this.#reading;
    if (understood.length + ignored.length === 0) return;
    const ending = ignored.length === 0 ? '' : `; ignored ${quoted(ignored)}`;
    this.#terminal.err(`prompt: understood ${quoted(understood)}${ending}`);
  }

  /** "[2/5] " in front of what is said about one picture of several. */
  #counter(): string {
    const { pictures } = this.#options;
    if (pictures === 1) return '';
    return `[${this.#results.length + this.#failures.length}/${pictures}] `;
  }

  #summary(): string {
    const done = `${this.#results.length} of ${this.#options.pictures} pictures enhanced`;
    if (this.#failures.length === 0) return `${done}.`;
    const names = this.#failures.slice(0, NAMED_FAILURES).map((failure) => failure.input);
    const more = this.#failures.length - names.length;
    if (more > 0) names.push(`and ${more} more`);
    return `${done}, ${this.#failures.length} failed: ${names.join(', ')}`;
  }

  #toJson(): string {
    const document = {
      prompt: this.#reading,
      results: this.#results.map(({ plan, outcome }) => ({
        input: plan.input,
        output: plan.target,
        format: outcome.format,
        width: outcome.width,
        height: outcome.height,
        scale: outcome.scale,
        capped: outcome.capped,
      })),
      failures: this.#failures.map(({ input, error }) => ({
        input,
        ...serializeError(error),
        ...errorText(error),
      })),
      cancelled: this.#cancelled,
    };
    // JSON leaves these control characters as they are; a terminal may act on them.
    return JSON.stringify(document, null, 2).replace(
      /[\u007f-\u009f]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }
}

function quoted(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.map((text) => `“${text}”`).join(', ');
}

function reachedScale({ scale, capped }: Outcome): string {
  const reached = `${Math.round(scale * 100) / 100}×`;
  return capped ? `${reached}: more would be larger than a result may be` : reached;
}
