/**
 * Decides, before anything is read in full or written, where each result goes. The one rule above
 * all: no result overwrites an input or another result, whatever names, links or file system they
 * meet by. What the plan cannot know (files that appear while it is carried out) is checked again by
 * `result-writer.ts`.
 */
import { basename, dirname, join, sep } from 'node:path';
import { OnestepError, toOnestepError } from '../../shared/errors';
import type { OutputFormat } from '../../inference/engine';
import type { FileSystemView } from './file-system-view';
import { automaticFormat, formatOfName, HEAD_BYTES, resultName } from './output-format';

export interface PlanRequest {
  /** Paths as they were given, at least one. */
  readonly inputs: readonly string[];
  /** A file or a folder; undefined puts every result beside its input, as `photo@4x.png`. */
  readonly output: string | undefined;
  readonly scale: number;
  readonly format: OutputFormat | 'auto';
  /** Existing files may be replaced, inputs and other results still not. */
  readonly force: boolean;
}

/** A result to make. */
export interface PlannedResult {
  readonly input: string;
  readonly target: string;
  readonly format: OutputFormat;
}

/** An input that cannot be enhanced, known before any work. */
export interface RefusedInput {
  readonly input: string;
  readonly error: OnestepError;
}

export interface OutputPlan {
  /** In the order of the inputs; an input that was given twice stands here once. */
  readonly entries: readonly (PlannedResult | RefusedInput)[];
  /** Identities (`FileFacts.identity`) of all inputs that exist; no result may replace these files. */
  readonly inputIdentities: ReadonlySet<string>;
}

type Destination =
  | { readonly kind: 'beside'; readonly suffix: string }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'file'; readonly path: string; readonly format: OutputFormat };

interface Source {
  readonly input: string;
  readonly identity: string;
}

/**
 * Of several inputs that would get the same result name, the first is planned and the later ones are
 * refused with `output-collision`. Names that differ in upper and lower case or in Unicode form only
 * count as the same everywhere, because they would overwrite each other on macOS and Windows.
 *
 * @throws OnestepError `output-needs-folder`, `output-format-unknown`, `option-invalid`: the request
 * as a whole makes no sense. What is wrong with one input is an entry of the plan.
 */
export async function planOutputs(request: PlanRequest, view: FileSystemView): Promise<OutputPlan> {
  const destination = await chooseDestination(request, view);
  const sources = await Promise.all(request.inputs.map((input) => findSource(input, view)));
  const inputIdentities = new Set(
    sources.filter((source): source is Source => 'identity' in source).map((s) => s.identity),
  );

  const entries: (PlannedResult | RefusedInput)[] = [];
  /** Result names in use, each with the identity of the input that it is for. */
  const claims = new Map<string, string>();
  for (const source of sources) {
    if ('error' in source) {
      entries.push(source);
      continue;
    }
    const { input, identity } = source;
    try {
      const result = await placeResult(input, destination, request.format, view);
      const claim = await claimOf(result.target, view);
      if (claims.get(claim) === identity) continue;
      await checkTarget(result.target, request.force, inputIdentities, destination, view);
      if (claims.has(claim)) throw new OnestepError('output-collision', { path: result.target });
      claims.set(claim, identity);
      entries.push(result);
    } catch (thrown) {
      entries.push({ input, error: toOnestepError(thrown) });
    }
  }
  return { entries, inputIdentities };
}

async function chooseDestination(
  { inputs, output, scale, format }: PlanRequest,
  view: FileSystemView,
): Promise<Destination> {
  if (output === undefined) return { kind: 'beside', suffix: `@${scale}x` };
  if (endsWithSeparator(output) || (await isFolder(output, view))) {
    return { kind: 'folder', folder: output };
  }
  if (inputs.length > 1) throw new OnestepError('output-needs-folder', { path: output });
  const formatOfFile = formatOfName(output);
  if (formatOfFile === null) throw new OnestepError('output-format-unknown', { path: output });
  if (format !== 'auto' && format !== formatOfFile) {
    throw new OnestepError('option-invalid', {
      option: '--format',
      value: format,
      expected: `${formatOfFile}, as the name ${output} says, or leave --format out`,
    });
  }
  return { kind: 'file', path: output, format: formatOfFile };
}

async function findSource(input: string, view: FileSystemView): Promise<Source | RefusedInput> {
  try {
    const facts = await view.facts(input);
    if (facts === null) throw new OnestepError('input-missing', { path: input });
    if (facts.kind !== 'file') {
      const code = facts.kind === 'folder' ? 'input-is-folder' : 'input-unreadable';
      throw new OnestepError(code, { path: input });
    }
    return { input, identity: facts.identity };
  } catch (thrown) {
    if (thrown instanceof OnestepError) return { input, error: thrown };
    return { input, error: new OnestepError('input-unreadable', { path: input }, thrown) };
  }
}

async function placeResult(
  input: string,
  destination: Destination,
  wanted: OutputFormat | 'auto',
  view: FileSystemView,
): Promise<PlannedResult> {
  if (destination.kind === 'file') {
    return { input, target: destination.path, format: destination.format };
  }
  const format = wanted === 'auto' ? automaticFormat(await readHead(input, view)) : wanted;
  const [folder, suffix] =
    destination.kind === 'folder' ? [destination.folder, ''] : [dirname(input), destination.suffix];
  return { input, target: join(folder, resultName(basename(input), suffix, format)), format };
}

async function readHead(input: string, view: FileSystemView): Promise<Uint8Array> {
  try {
    return await view.readHead(input, HEAD_BYTES);
  } catch (thrown) {
    throw new OnestepError('input-unreadable', { path: input }, thrown);
  }
}

async function checkTarget(
  target: string,
  force: boolean,
  inputIdentities: ReadonlySet<string>,
  destination: Destination,
  view: FileSystemView,
): Promise<void> {
  try {
    const facts = await view.facts(target);
    if (facts !== null && inputIdentities.has(facts.identity)) {
      throw new OnestepError('output-is-input', { path: target });
    }
    if (facts !== null && facts.kind !== 'file') {
      throw new OnestepError('output-unwritable', { path: target });
    }
    if (!force && (await view.isTaken(target))) {
      throw new OnestepError('output-exists', { path: target });
    }
    await checkFolder(dirname(target), destination.kind === 'folder', target, view);
  } catch (thrown) {
    if (thrown instanceof OnestepError) throw thrown;
    throw new OnestepError('output-unwritable', { path: target }, thrown);
  }
}

/** Sees to it that a long job does not fail at its end because of a folder that can be checked now. */
async function checkFolder(
  folder: string,
  mayBeCreated: boolean,
  target: string,
  view: FileSystemView,
): Promise<void> {
  const facts = await view.facts(folder);
  if (facts === null && mayBeCreated && dirname(folder) !== folder) {
    return checkFolder(dirname(folder), true, target, view);
  }
  if (facts?.kind !== 'folder' || !(await view.isWritable(folder))) {
    throw new OnestepError('output-unwritable', { path: target });
  }
}

/** A key that two result paths share when some file system could take them for the same file. */
async function claimOf(target: string, view: FileSystemView): Promise<string> {
  const folder = dirname(target);
  const facts = await view.facts(folder).catch(() => null);
  return `${facts?.identity ?? (await view.realPath(folder))}${sep}${foldName(basename(target))}`;
}

/** A name in the form that case-insensitive, normalising file systems compare (APFS, NTFS). */
function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

async function isFolder(path: string, view: FileSystemView): Promise<boolean> {
  const facts = await view.facts(path).catch(() => null);
  return facts?.kind === 'folder';
}

function endsWithSeparator(path: string): boolean {
  return path.endsWith('/') || path.endsWith(sep);
}
