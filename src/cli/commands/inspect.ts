import type { Command } from 'commander';
import { inspectPack, type PackInspection } from '../../../models/convert/pack/inspect-pack';
import { createFolderSource } from '../../inference/node/pack-source';
import { CORRECTIONS } from '../../shared/controls';
import { errorText } from '../../shared/error-texts';
import { isCancelled, OnestepError, serializeError, toOnestepError } from '../../shared/errors';
import { createProgress } from '../enhance/progress';
import { errorLines } from '../error-lines';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { abortOnInterrupt } from '../interrupts';
import type { Terminal } from '../terminal';

const MORE_HELP = `
Reads every file of the pack and compares it with the checksums in pack.json.

Exit codes:
    0  the pack is whole
    1  a file is missing or damaged
    2  there is no pack to be read
  130  stopped by Ctrl+C`;

interface InspectFlags {
  readonly json?: true;
}

/** Adds `onestep inspect`; `finish` gets its exit code. */
export function addInspectCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('inspect')
    .description('Show what a model pack is made of, and check that it is whole.')
    .argument('[pack]', 'folder of a model pack')
    .option('--json', 'print one JSON document')
    .addHelpText('after', MORE_HELP)
    .action(async (pack: string | undefined, flags: InspectFlags) => {
      if (pack === undefined || pack.trim() === '') {
        const expected = 'the folder of a model pack, for example: onestep inspect packs/osediff';
        throw new OnestepError('option-invalid', { option: 'The pack', value: '', expected });
      }
      finish(await runInspect(pack, flags.json === true, terminal));
    });
}

async function runInspect(folder: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const interrupts = abortOnInterrupt(() => undefined, EXIT_CODE.cancelled);
  const progress = createProgress(json ? null : terminal.screen, 1);
  try {
    progress.picture(0, folder);
    const inspection = await inspectPack(createFolderSource(folder), {
      signal: interrupts.signal,
      onProgress: (done, total) => progress.part(done / total),
    });
    progress.hide();
    terminal.out(json ? toJson(inspection) : toText(inspection));
    return EXIT_CODE.allDone;
  } catch (thrown) {
    progress.hide();
    return fail(thrown, json, terminal);
  } finally {
    interrupts.stop();
  }
}

function fail(thrown: unknown, json: boolean, terminal: Terminal): ExitCode {
  const error = toOnestepError(thrown);
  if (isCancelled(error)) {
    terminal.err(errorText(error).what);
    return EXIT_CODE.cancelled;
  }
  if (json) {
    const { what, next } = errorText(error);
    const failure = { ...serializeError(error), what, next };
    terminal.out(JSON.stringify({ whole: false, failure }, null, 2));
  }
  terminal.err(errorLines(error));
  return error.code === 'pack-checksum' ? EXIT_CODE.someFailed : EXIT_CODE.notStarted;
}

function toText({ description, graphs, files, bytes }: PackInspection): string {
  const precision =
    description.kind === 'latent' ? description.precision : description.graph.precision;
  const lines = [
    `${description.title} ${description.version} (${description.kind}, ${precision})`,
    `  ${description.source.description}`,
    `  Licence: ${description.licence.id}`,
    ...graphs.map(
      ({ name, parameters, bytes: size, shards }) =>
        `  ${name.padEnd(12)} ${millions(parameters).padStart(9)} parameters ${mebibytes(size).padStart(12)}` +
        (shards === 0 ? '' : ` in ${shards} ${shards === 1 ? 'shard' : 'shards'}`),
    ),
    ...(description.kind === 'latent' ? latentLines(description) : directLines(description)),
    `  All ${files} files (${mebibytes(bytes)}) are as pack.json says.`,
  ];
  return lines.join('\n');
}

type DirectDescription = Extract<PackInspection['description'], { kind: 'direct' }>;

function directLines(description: DirectDescription): string[] {
  const { scales, controls, phrases } = directFacts(description);
  return [
    `  Scales: ${scales.map((scale) => `${scale}×`).join(', ')}`,
    `  Controls: ${controls.length === 0 ? 'none' : controls.join(', ')}`,
    `  Vocabulary: ${phrases === 0 ? 'none' : `${phrases} phrases`}`,
  ];
}

/** What can be asked of a direct pack. */
function directFacts({ graph, condition, vocabulary = [] }: DirectDescription) {
  return {
    scales: graph.outputs.map(({ scale }) => scale).sort((a, b) => a - b),
    controls: condition === undefined ? [] : [...CORRECTIONS, 'content', 'crisp'],
    phrases: vocabulary.reduce((sum, { words }) => sum + words.length, 0),
  };
}

function latentLines({
  prompts,
  constants,
  selfTest,
}: Extract<PackInspection['description'], { kind: 'latent' }>): string[] {
  return [
    `  Prompts: ${prompts.presets.map(({ name }) => name).join(', ')}`,
    `  One step: x0 = ${constants.x0.a.toFixed(4)} · latent − ${(-constants.x0.b).toFixed(4)} · noise`,
    selfTest === null
      ? '  Self-test: none'
      : `  Self-test: ${selfTest.width} × ${selfTest.height} px, to ${selfTest.tolerance} levels`,
  ];
}

function toJson({ description, graphs, files, bytes }: PackInspection): string {
  const { kind, name, title, version, source, licence } = description;
  const precision =
    description.kind === 'latent' ? description.precision : description.graph.precision;
  const summary = { kind, name, title, version, precision, source: source.description };
  const facts = description.kind === 'direct' ? directFacts(description) : {};
  return JSON.stringify(
    { ...summary, ...facts, licence: licence.id, graphs, files, bytes, whole: true },
    null,
    2,
  );
}

const millions = (count: number): string => `${(count / 1e6).toFixed(2)} M`;
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
