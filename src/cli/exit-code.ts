/** What the shell learns from the command; `--help` lists them. */
export const EXIT_CODE = {
  allDone: 0,
  someFailed: 1,
  /** The command could not start: a wrong option, or a model pack that cannot be used. */
  notStarted: 2,
  /** 128 + 2 (SIGINT), as a shell reports a command stopped by Ctrl+C. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];
