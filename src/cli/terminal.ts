import type { WriteStream } from 'node:tty';

/**
 * Where the command writes. Results go to standard output, so that they can be piped; failures,
 * progress and everything else that is meant for a person go to standard error.
 */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** The stream to draw a progress bar on; null where nobody would see it move. */
  readonly screen: NodeJS.WritableStream | null;
}

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    out: (line) => void process.stdout.write(`${printable(line)}\n`),
    err: (line) => void process.stderr.write(`${printable(line)}\n`),
    screen: isScreen(process.stderr) ? process.stderr : null,
  };
}

/**
 * Text without control characters other than line breaks and tabs: a file name may hold escape
 * sequences, which would act on the terminal of whoever prints it.
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

function isScreen(stream: WriteStream): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** `onestep … | head -1` closes the pipe early; the pictures are still to be written. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
