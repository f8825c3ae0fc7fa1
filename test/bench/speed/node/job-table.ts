import { mebibytes, milliseconds, NOTHING, percent, type Table } from '../markdown';
import { median } from '../statistics';
import type { JobResult } from './job';
import { networkMs, outsideMs, type RunFigures } from './run-figures';

/** A job that was run, with what tells it from others of its table. */
export interface NamedJob {
  readonly name: string;
  /** As in "128→512". */
  readonly picture: string;
  readonly result: JobResult;
}

const NETWORK_NAMES: Readonly<Record<string, string>> = {
  textEncoder: 'text encoder',
  crossAttention: 'prompt’s keys and values',
  unet: 'UNet',
};

/** One row for each job. */
export function jobTable(jobs: readonly NamedJob[]): Table {
  const head = [
    ...['on', 'picture', 'opening ms', 'first ms', 'later ms', 'GMAC/s', 'outside networks'],
    'peak MiB',
  ];
  return [head, ...jobs.map(jobRow)];
}

/** One row for each network of each job, and what lies between them. */
export function stageTable(jobs: readonly NamedJob[]): Table {
  const head = ['on', 'picture', 'stage', 'runs', 'GMAC', 'first ms', 'later ms', 'GMAC/s'];
  return [head, ...jobs.flatMap(stageRows)];
}

/** All runs but the first; the first where there is no other. */
export function laterRuns({ runs }: JobResult): readonly RunFigures[] {
  return runs.length > 1 ? runs.slice(1) : runs;
}

/** Median over the later runs; undefined without one. */
export function laterMs(
  result: JobResult,
  figure: (run: RunFigures) => number,
): number | undefined {
  const runs = laterRuns(result);
  return runs.length === 0 ? undefined : median(runs.map(figure));
}

function jobRow({ name, picture, result }: NamedJob): string[] {
  const { openMs, runs, memory, failure } = result;
  const later = laterMs(result, ({ wholeMs }) => wholeMs);
  const ms = laterMs(result, networkMs);
  const macs = runs.length === 0 ? undefined : macsOf(laterRuns(result)[0]!);
  const outside = laterMs(result, (run) => outsideMs(run) / (run.wholeMs - run.openMs));
  const where = failure === undefined ? name : `${name} (${failure})`;
  return [
    where,
    picture,
    milliseconds(openMs),
    milliseconds(runs[0]?.wholeMs),
    runs.length > 1 ? milliseconds(later) : NOTHING,
    rate(macs, ms),
    outside === undefined ? NOTHING : percent(outside),
    memory === undefined ? NOTHING : mebibytes(memory.peakBytes),
  ];
}

function stageRows({ name, picture, result }: NamedJob): string[][] {
  const [first] = result.runs;
  if (first === undefined) return [];
  const networks = first.networks.map(({ network, ms, runs, macs }) => {
    const later = laterMs(result, (run) => stageMs(run, network));
    const stage = NETWORK_NAMES[network] ?? network;
    return [
      stage,
      String(runs),
      giga(macs),
      milliseconds(ms),
      milliseconds(later),
      rate(macs, later),
    ];
  });
  const others: [string, (run: RunFigures) => number][] = [
    ['opening sessions', ({ openMs }) => openMs],
    ['decode the file', ({ outside }) => outside.decodeMs],
    ['before the first network', ({ outside }) => outside.beforeMs],
    ['between networks', ({ outside }) => outside.betweenMs],
    ['after the last network', ({ outside }) => outside.afterMs],
    ['encode the file', ({ outside }) => outside.encodeMs],
  ];
  const rest = others.map(([stage, figure]) => {
    const times = [milliseconds(figure(first)), milliseconds(laterMs(result, figure))];
    return [stage, NOTHING, NOTHING, ...times, NOTHING];
  });
  return [...networks, ...rest].map((row) => [name, picture, ...row]);
}

function stageMs({ networks }: RunFigures, wanted: string): number {
  return networks.find(({ network }) => network === wanted)?.ms ?? 0;
}

function macsOf({ networks }: RunFigures): number | undefined {
  return networks.reduce<number | undefined>(
    (sum, { macs }) => (sum === undefined || macs === undefined ? undefined : sum + macs),
    0,
  );
}

function giga(macs: number | undefined): string {
  return macs === undefined ? NOTHING : (macs / 1e9).toFixed(macs < 1e10 ? 2 : 1);
}

/** GMAC/s */
function rate(macs: number | undefined, ms: number | undefined): string {
  if (macs === undefined || macs === 0 || ms === undefined || ms === 0) return NOTHING;
  return (macs / 1e6 / ms).toPrecision(3);
}
