import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { addConvertCommand } from './commands/convert';
import { addEnhanceCommand } from './commands/enhance';
import { addInspectCommand } from './commands/inspect';
import { addServeCommand } from './commands/serve';
import { errorLines } from './error-lines';
import { EXIT_CODE, type ExitCode } from './exit-code';
import type { Terminal } from './terminal';
import { toUsageError } from './usage-error';

/** Runs the `onestep` command with the words after its name; every failure ends as sentences. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.allDone;
  const program = new Command('onestep')
    .description('Restore and upscale pictures on your own machine.')
    .version(version)
    .exitOverride()
    // Its messages are printed below, in the form of our own.
    .configureOutput({ outputError: () => undefined });
  for (const add of [addEnhanceCommand, addConvertCommand, addInspectCommand, addServeCommand]) {
    add(program, terminal, (code) => {
      exitCode = code;
    });
  }

  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) {
      terminal.err(errorLines(thrown));
      return EXIT_CODE.notStarted;
    }
    if (thrown.exitCode === 0) return EXIT_CODE.allDone;
    // `onestep` alone has printed the help already.
    if (thrown.code !== 'commander.help') {
      const meant = program.commands.find((command) => command.name() === words[0]);
      const { message, next } = toUsageError(thrown, meant?.name());
      terminal.err(`${message}\n  ${next}`);
    }
    return EXIT_CODE.notStarted;
  }
}
