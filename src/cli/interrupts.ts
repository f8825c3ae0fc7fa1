/** npm passes Ctrl+C on to a command that has already got it from the terminal; that is one wish. */
const SAME_WISH_MS = 1000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns Ctrl+C (and a polite kill) into an abort signal, which work checks between tiles. Asking
 * again ends the process at once.
 *
 * @param beforeExit last, synchronous tidying before that second, hard end
 */
export function abortOnInterrupt(
  beforeExit: () => void,
  exitCode: number,
): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let firstMs = 0;
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      firstMs = Date.now();
      controller.abort();
    } else if (Date.now() - firstMs > SAME_WISH_MS) {
      beforeExit();
      process.exit(exitCode);
    }
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
