import { Option, type Command } from 'commander';
import { OnestepError } from '../../shared/errors';
import { OUTPUT_FORMATS, type OutputFormat } from '../../inference/engine';
import { embeddedPackFolder } from '../embedded-pack';
import { runEnhance, type EnhanceRequest } from '../enhance/run-enhance';
import type { ExitCode } from '../exit-code';
import type { Terminal } from '../terminal';

const MAX_SCALE = 4;

const MORE_HELP = `
Where results go:
  Without -o, photo.jpg becomes photo@4x.jpg beside it. A folder keeps the names
  of the inputs. JPEG stays JPEG and everything else becomes PNG, unless
  --format or the name after -o says otherwise. No result ever overwrites an
  input or another result; other existing files are kept unless --force is given.

Examples:
  $ onestep enhance photo.jpg
  $ onestep enhance photo.jpg -o large.png
  $ onestep enhance photo.jpg --scale 2 --format webp
  $ onestep enhance *.jpg -o enhanced/

Exit codes:
    0  every picture was enhanced
    1  at least one picture failed; the others were enhanced
    2  nothing was started: a wrong option, or a model pack that cannot be used
  130  stopped by Ctrl+C; pictures finished before that are kept

Set ONESTEP_DEBUG=1 to see the technical cause of a failure.`;

interface EnhanceFlags {
  readonly output?: string;
  readonly scale: number;
  readonly format: OutputFormat | 'auto';
  readonly pack?: string;
  readonly force?: true;
  readonly quiet?: true;
  readonly json?: true;
}

/** Adds `onestep enhance`; `finish` gets its exit code. */
export function addEnhanceCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('enhance')
    .description('Restore and enlarge pictures (PNG, JPEG, WebP, GIF).')
    .argument('<pictures...>', 'files to enhance')
    .addOption(
      new Option(
        '-o, --output <path>',
        'result file, or folder: an existing one or name/',
      ).argParser(notEmpty('-o', 'the name of a file or a folder')),
    )
    .addOption(
      new Option('-s, --scale <number>', 'enlargement of each side, above 1 and up to 4')
        .default(MAX_SCALE)
        .argParser(parseScale),
    )
    .addOption(
      new Option('-f, --format <name>', 'auto, png, jpeg or webp')
        .default('auto')
        .argParser(parseFormat),
    )
    .addOption(
      new Option(
        '--pack <folder>',
        'model pack to use (default: the one that comes with Onestep)',
      ).argParser(notEmpty('--pack', 'the folder of a model pack')),
    )
    .option('--force', 'replace existing files, though never an input')
    .option('-q, --quiet', 'print failures only')
    .option('--json', 'print the results as one JSON document')
    .addHelpText('after', MORE_HELP)
    .action(async (inputs: string[], flags: EnhanceFlags) => {
      const request: EnhanceRequest = {
        inputs,
        output: flags.output,
        scale: flags.scale,
        format: flags.format,
        packFolder: flags.pack ?? embeddedPackFolder(),
        force: flags.force === true,
        quiet: flags.quiet === true,
        json: flags.json === true,
      };
      finish(await runEnhance(request, terminal));
    });
}

function parseScale(value: string): number {
  const scale = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (scale > 1 && scale <= MAX_SCALE) return scale;
  const expected = `a number above 1 and up to ${MAX_SCALE}, for example 2 or 4`;
  throw new OnestepError('option-invalid', { option: '--scale', value, expected });
}

function parseFormat(value: string): OutputFormat | 'auto' {
  const name = value.toLowerCase();
  const format = ['auto', ...OUTPUT_FORMATS].find((known) => known === name);
  if (format !== undefined) return format as OutputFormat | 'auto';
  if (name === 'jpg') return 'jpeg';
  throw new OnestepError('option-invalid', {
    option: '--format',
    value,
    expected: `auto, ${OUTPUT_FORMATS.join(', ')}`,
  });
}

function notEmpty(option: string, expected: string): (value: string) => string {
  return (value) => {
    if (value.trim() === '') throw new OnestepError('option-invalid', { option, value, expected });
    return value;
  };
}
