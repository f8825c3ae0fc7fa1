import { Option, type Command } from 'commander';
import type { OutputFormat } from '../../inference/engine';
import { NODE_DEVICES, type NodeDevice } from '../../inference/node/runtime';
import { embeddedPackFolder } from '../installed-files';
import { runEnhance, type EnhanceRequest } from '../enhance/run-enhance';
import type { ExitCode } from '../exit-code';
import type { Terminal } from '../terminal';
import { addControlFlags, toControls, type ControlFlags } from './control-flags';
import { addLatentFlags, toLatentOptions, type LatentFlags } from './latent-flags';
import { notEmpty, oneOf, parseFormat, parseScale, percent, unit } from './parse-flags';

const DEFAULT_SCALE = 4;

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
  $ onestep enhance scan.png --scale 1 --prompt "scanned text, very noisy"
  $ onestep enhance logo.jpg --content illustration --dejpeg 0.8 --crisp 0.5
  $ onestep enhance *.jpg -o enhanced/
  $ onestep enhance wall.jpg --pack packs/osediff --prompt "a red brick wall"
  $ onestep enhance *.jpg -o enhanced/ --pack packs/osediff --device webgpu

Exit codes:
    0  every picture was enhanced
    1  at least one picture failed; the others were enhanced
    2  nothing was started: a wrong option, or a model pack that cannot be used
  130  stopped by Ctrl+C; pictures finished before that are kept

Set ONESTEP_DEBUG=1 to see the technical cause of a failure.`;

interface EnhanceFlags extends ControlFlags, LatentFlags {
  readonly output?: string;
  readonly scale: number;
  readonly format: OutputFormat | 'auto';
  readonly quality?: number;
  readonly strength?: number;
  readonly pack?: string;
  readonly device: NodeDevice;
  readonly prompt?: string;
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
  const command = program
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
      new Option(
        '-s, --scale <number>',
        'enlargement of each side, 1 to 4 (OSEDiff: up to 8); 1 only restores',
      )
        .default(DEFAULT_SCALE)
        .argParser(parseScale),
    )
    .addOption(
      new Option('-f, --format <name>', 'auto, png, jpeg or webp')
        .default('auto')
        .argParser(parseFormat),
    )
    .addOption(
      new Option('--quality <1–100>', 'of JPEG and WebP (default: 95)').argParser(
        percent('--quality'),
      ),
    )
    .addOption(
      new Option(
        '--strength <0–1>',
        'how much of the restoration (default: 1, all); 0 only enlarges, by a classic filter',
      ).argParser(unit('--strength')),
    )
    .addOption(
      new Option(
        '--pack <folder>',
        'model pack to use (default: the one that comes with Onestep)',
      ).argParser(notEmpty('--pack', 'the folder of a model pack')),
    )
    .addOption(
      new Option('--device <name>', 'cpu, or webgpu for the graphics card')
        .default('cpu')
        .argParser(oneOf('--device', NODE_DEVICES)),
    )
    .addOption(
      new Option(
        '-p, --prompt <text>',
        'what to do, for example "remove noise, sharper" (OSEDiff: what the picture shows)',
      ).argParser((value) => value),
    )
    .option('--force', 'replace existing files, though never an input')
    .option('-q, --quiet', 'print failures only')
    .option('--json', 'print the results as one JSON document');
  addLatentFlags(addControlFlags(command))
    .addHelpText('after', MORE_HELP)
    .action(async (inputs: string[], flags: EnhanceFlags) => {
      const request: EnhanceRequest = {
        inputs,
        output: flags.output,
        scale: flags.scale,
        prompt: flags.prompt,
        controls: toControls(flags),
        latent: toLatentOptions(flags),
        dump: flags.dump,
        format: flags.format,
        quality: flags.quality,
        strength: flags.strength,
        packFolder: flags.pack ?? embeddedPackFolder(),
        device: flags.device,
        force: flags.force === true,
        quiet: flags.quiet === true,
        json: flags.json === true,
      };
      finish(await runEnhance(request, terminal));
    });
}
