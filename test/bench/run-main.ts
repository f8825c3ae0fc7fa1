import { errorText } from '../../src/shared/error-texts';
import { OnestepError } from '../../src/shared/errors';

/** Runs a bench; a failure ends it with a sentence and exit code 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const { what, next } =
      error instanceof OnestepError
        ? errorText(error)
        : { what: (error as Error).message, next: '' };
    console.error(`${what}${next === '' ? '' : `\n  ${next}`}`);
    process.exitCode = 1;
  }
}

/** One line that the next one takes the place of; nothing where nobody watches. */
export function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}
