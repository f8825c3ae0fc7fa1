import { layOut } from '../table';
import type { ProcessMemory } from './processes';
import type { RealmMemory } from './realms';
import type { Watch } from './watch-client';

/** What was measured when some pictures were done, and what happened since the measurement before. */
export interface Stage {
  readonly done: number;
  readonly seconds: number;
  readonly memory: RealmMemory;
  readonly processes: ProcessMemory | null;
  /** Files that the document stores, the new ones among them. */
  readonly documentBytes: number;
  readonly inPage: Watch;
  readonly inPanel: Watch;
}

/** What is called answering at once. */
export const ANSWER_LIMIT_MS = 100;
/** Growth that is noise: a forced collection does not come twice to the same byte. */
const FLAT_SHARE = 0.05;

const HEAD = [
  'done',
  's',
  'page heap',
  'engine heap',
  'engine wasm',
  'engine buffers',
  'sandbox wasm',
  'page buffers',
  'panel blobs',
  'document',
  'renderer',
  'browser',
  'inputs',
  'p50',
  'p95',
  'worst',
];

/** Memory in MB after a forced collection, delays from input to painting in ms. */
export function batchTable(stages: readonly Stage[]): string {
  return layOut([HEAD, ...stages.map(row)]);
}

function row({ done, seconds, memory, processes, documentBytes, inPanel }: Stage): string[] {
  const delays = inPanel.inputs.map(({ paintedMs }) => paintedMs);
  return [
    String(done),
    seconds.toFixed(0),
    megabytes(memory.pageHeap),
    megabytes(memory.engineHeap),
    megabytes(memory.engineWasm),
    megabytes(memory.engineBuffers),
    megabytes(memory.sandboxWasm),
    megabytes(memory.pageBuffers - documentBytes),
    `${memory.panelBlobs.count} of ${megabytes(memory.panelBlobs.bytes)}`,
    megabytes(documentBytes),
    processes === null ? '–' : megabytes(processes.renderer),
    processes === null ? '–' : megabytes(processes.browser),
    String(delays.length),
    milliseconds(quantile(delays, 0.5)),
    milliseconds(quantile(delays, 0.95)),
    milliseconds(quantile(delays, 1)),
  ];
}

/** @param stages before the run, after every tenth picture, and after the run; at least three */
export function verdict(stages: readonly Stage[]): string {
  const [first, last] = [stages[1]!, stages.at(-1)!];
  const inputs = stages.flatMap(({ inPanel }) => inPanel.inputs);
  const painted = inputs.map(({ paintedMs }) => paintedMs);
  const handled = inputs.map(({ handledMs }) => handledMs);
  const late = painted.filter((ms) => ms > ANSWER_LIMIT_MS).length;
  const own = stages.flatMap(({ inPanel }) =>
    inPanel.tasks.filter(({ whose }) => whose === 'self'),
  );
  const all = stages.flatMap(({ inPage }) => inPage.tasks);
  return [
    `${inputs.length} inputs: handled after ${spread(handled)}, painted after ${spread(painted)}; ` +
      `${late} later than ${ANSWER_LIMIT_MS} ms`,
    `tasks above 50 ms: ${tasksText(own)} in the panel, ${tasksText(all)} on the whole main thread`,
    ...slowest(stages),
    growthText(first, last),
  ].join('\n');
}

function growthText(first: Stage, last: Stage): string {
  const [before, after] = [heldByPlugin(first), heldByPlugin(last)];
  const share = (after - before) / before;
  const sign = after < before ? '' : '+';
  const grown = (part: (stage: Stage) => number): string => megabytes(part(last) - part(first));
  return (
    `from ${first.done} to ${last.done} pictures the plugin went from ${megabytes(before)} to ` +
    `${megabytes(after)} MB (${sign}${megabytes(after - before)} MB, ${sign}${(share * 100).toFixed(1)} %): ` +
    `${share <= FLAT_SHARE ? 'flat' : 'not flat'}; ` +
    `of it page heap ${grown((stage) => stage.memory.pageHeap)} MB, ` +
    `engine wasm ${grown((stage) => stage.memory.engineWasm)} MB; the document's files grew by ` +
    `${megabytes(last.documentBytes - first.documentBytes)} MB`
  );
}

/** Everything but what the document stores; the heap includes the page that stands in for Figma. */
function heldByPlugin({ memory, documentBytes }: Stage): number {
  return (
    memory.pageHeap +
    memory.pageBuffers -
    documentBytes +
    memory.sandboxWasm +
    memory.panelBlobs.bytes +
    memory.engineHeap +
    memory.engineWasm +
    memory.engineBuffers
  );
}

/** The scripts that held frames up longest, added up by name. */
function slowest(stages: readonly Stage[]): string[] {
  const totals = new Map<string, { ms: number; worst: number; times: number }>();
  for (const { inPage, inPanel } of stages) {
    for (const [where, { scripts }] of [
      ['page', inPage],
      ['panel', inPanel],
    ] as const) {
      for (const { ms, name } of scripts) {
        const key = `${where}: ${name}`;
        const { ms: sum, worst, times } = totals.get(key) ?? { ms: 0, worst: 0, times: 0 };
        totals.set(key, { ms: sum + ms, worst: Math.max(worst, ms), times: times + 1 });
      }
    }
  }
  return [...totals]
    .sort(([, a], [, b]) => b.worst - a.worst)
    .slice(0, 6)
    .map(
      ([name, { ms, worst, times }]) =>
        `  ${name}: ${times} times above 25 ms, worst ${worst.toFixed(0)} ms, ${ms.toFixed(0)} ms in all`,
    );
}

function tasksText(tasks: readonly { ms: number }[]): string {
  const worst = Math.max(0, ...tasks.map(({ ms }) => ms));
  return tasks.length === 0 ? 'none' : `${tasks.length} (worst ${worst.toFixed(0)} ms)`;
}

function spread(values: readonly number[]): string {
  return `${[0.5, 0.95, 1].map((share) => milliseconds(quantile(values, share))).join(' / ')} ms (half, 95 %, all)`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function milliseconds(ms: number): string {
  return Number.isNaN(ms) ? '–' : ms.toFixed(0);
}
