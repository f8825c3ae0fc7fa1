import { Option, type Command } from 'commander';
import type { ConvertProgress, ConvertResult } from '../../../models/convert/convert-osediff';
import { openConvertTarget } from '../../../models/convert/node/convert-target';
import { convertToFolder } from '../../../models/convert/node/convert-to-folder';
import { PRECISIONS, type Precision } from '../../../models/convert/precision/stored-graph';
import { errorText } from '../../shared/error-texts';
import { isCancelled, OnestepError, toOnestepError, type ErrorCode } from '../../shared/errors';
import { createProgress } from '../enhance/progress';
import { errorLines } from '../error-lines';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { abortOnInterrupt } from '../interrupts';
import type { Terminal } from '../terminal';
import { notEmpty, oneOf } from './parse-flags';

const FAMILIES = ['osediff'] as const;

const MORE_HELP = `
--base and --adapter take what is on this machine, an address (https://…), or a
repository of the Hugging Face Hub: hf:owner/name, hf:owner/name@revision. What
is downloaded is kept (see ONESTEP_CACHE) and goes on where it stopped; a token
for private repositories is read from HF_TOKEN.

Precisions:
  fp32  as published, the largest
  fp16  half the size; needs a GPU that computes in half precision (shader-f16)
  int8  weights in 8 bits, computed in 32: for every GPU, and for small downloads
  int4  the UNet in 4 bits, the rest in 8: the smallest, and visibly less exact

Examples:
  $ onestep convert --family osediff --base stable-diffusion-2-1-base \\
      --adapter osediff.pkl --precision fp16 --out packs/osediff
  $ onestep inspect packs/osediff

Exit codes:
    0  the pack is complete
    1  the checkpoint cannot be converted, or the pack could not be written
    2  nothing was started: a wrong option, or a folder that is in use
  130  stopped by Ctrl+C

A pack that is not complete never stays in the folder.`;

/** Wrong words on the command line rather than wrong files. */
const USAGE_CODES: readonly ErrorCode[] = [
  'option-invalid',
  'output-exists',
  'input-missing',
  'input-is-folder',
  'input-unreadable',
];

const STEP_NAMES: Readonly<Record<ConvertProgress['step'], string>> = {
  textEncoder: 'text encoder',
  prompts: 'prompts',
  encoder: 'encoder',
  crossAttention: 'cross-attention',
  unet: 'UNet',
  step: 'step',
  decoder: 'decoder',
  'self-test': 'self-test',
};

interface ConvertFlags {
  readonly family: string;
  readonly base?: string;
  readonly adapter?: string;
  readonly precision: Precision;
  readonly out?: string;
  readonly force?: true;
  readonly quiet?: true;
}

/** Adds `onestep convert`; `finish` gets its exit code. */
export function addConvertCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const option = (flags: string, text: string, expected: string): Option =>
    new Option(flags, text).argParser(notEmpty(flags.split(' ')[0]!, expected));
  program
    .command('convert')
    .description('Make a model pack of published checkpoints.')
    .addOption(
      new Option('--family <name>', 'what the checkpoints are: osediff')
        .default('osediff')
        .argParser(oneOf('--family', FAMILIES)),
    )
    .addOption(
      option('--base <place>', 'Stable Diffusion 2.1 base, as diffusers lays it out', BASE),
    )
    .addOption(option('--adapter <place>', 'osediff.pkl', ADAPTER))
    .addOption(
      new Option('--precision <name>', PRECISIONS.join(', '))
        .default('fp16')
        .argParser(oneOf('--precision', PRECISIONS)),
    )
    .addOption(option('--out <folder>', 'where the pack is written', OUT))
    .option('--force', 'replace the pack that is in this folder')
    .option('-q, --quiet', 'print failures only')
    .addHelpText('after', MORE_HELP)
    .action(async (flags: ConvertFlags) => {
      finish(await runConvert(flags, terminal));
    });
}

const BASE = 'a folder, an address or hf:owner/name';
const ADAPTER = 'a file, an address or hf:owner/name';
const OUT = 'the name of a folder';

async function runConvert(flags: ConvertFlags, terminal: Terminal): Promise<ExitCode> {
  const base = given('--base', flags.base, BASE);
  const adapter = given('--adapter', flags.adapter, ADAPTER);
  const folder = given('--out', flags.out, OUT);
  const target = await openConvertTarget(folder, flags.force === true);
  const quiet = flags.quiet === true;
  const interrupts = abortOnInterrupt(() => target.discardTemporary(), EXIT_CODE.cancelled);
  const progress = createProgress(quiet ? null : terminal.screen, 1);
  let shown = '';
  const show = (name: string, share: number): void => {
    if (name !== shown) progress.picture(0, name);
    shown = name;
    progress.part(share);
  };
  try {
    const result = await convertToFolder({
      base,
      adapter,
      folder,
      target,
      precision: flags.precision,
      signal: interrupts.signal,
      onDownload: ({ url, doneBytes, totalBytes }) =>
        show(fileName(url), totalBytes === null ? 0 : doneBytes / totalBytes),
      onProgress: ({ step, bytesDone, bytesTotal }) =>
        show(STEP_NAMES[step], bytesDone / bytesTotal),
    });
    progress.hide();
    if (!quiet) report(folder, result, terminal);
    return EXIT_CODE.allDone;
  } catch (thrown) {
    progress.hide();
    if (isCancelled(thrown)) {
      const { what } = errorText(new OnestepError('cancelled'));
      terminal.err(`${what} No pack was written.`);
      return EXIT_CODE.cancelled;
    }
    terminal.err(errorLines(thrown));
    const { code } = toOnestepError(thrown);
    return USAGE_CODES.includes(code) ? EXIT_CODE.notStarted : EXIT_CODE.someFailed;
  } finally {
    interrupts.stop();
  }
}

function report(folder: string, { description, clamped }: ConvertResult, terminal: Terminal): void {
  const files = Object.values(description.graphs).flatMap((graph) => [graph, ...graph.shards]);
  const mebibytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
  terminal.out(
    `${folder} (${description.title}, ${description.precision}, ${mebibytes.toFixed(1)} MiB)`,
  );
  terminal.err(`Its licence is ${description.licence.id}; the texts are in its pack.json.`);
  for (const { graph, tensor, count } of clamped) {
    terminal.err(
      `${count} weights of ${tensor} (${graph}) are beyond half precision and were limited.`,
    );
  }
  if (description.selfTest === null) {
    terminal.err('It has no self-test: there was not enough memory here to run it.');
  }
}

function given(option: string, value: string | undefined, expected: string): string {
  if (value !== undefined) return value;
  throw new OnestepError('option-invalid', { option, value: '', expected });
}

/** Last part of an address, without what follows a question mark. */
function fileName(url: string): string {
  return url.split(/[?#]/, 1)[0]!.split('/').at(-1) || url;
}
