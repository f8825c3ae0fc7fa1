import type { CommanderError } from 'commander';

/** A mistake in how the command was written, with what to write instead. */
class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly next: string;

  constructor(what: string, next: string) {
    super(what);
    this.next = next;
  }
}

/**
 * What the parser complains about, in the words of our other messages.
 *
 * @param command name of the command that was meant, where there is one of that name
 */
export function toUsageError(error: CommanderError, command: string | undefined): UsageError {
  switch (error.code) {
    case 'commander.missingArgument':
      return new UsageError(
        'No picture is named.',
        'Name at least one file, for example: onestep enhance photo.jpg',
      );
    case 'commander.unknownCommand': {
      const name = /'(.*)'/.exec(error.message)?.[1] ?? '';
      return new UsageError(
        `There is no command “${name}”.`,
        'To enhance a picture, write: onestep enhance photo.jpg',
      );
    }
    default:
      return new UsageError(
        sentence(error.message),
        `Run “onestep ${command === undefined ? '' : `${command} `}--help” to see how it is used.`,
      );
  }
}

/** "error: unknown option '--x'\n(Did you mean --y?)" → "Unknown option '--x'. Did you mean --y?" */
function sentence(message: string): string {
  const [what = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const capital = what.charAt(0).toUpperCase() + what.slice(1);
  const ended = capital.endsWith('.') ? capital : `${capital}.`;
  return suggestion === undefined ? ended : `${ended} ${suggestion.replace(/^\(|\)$/g, '')}`;
}
