/**
 * Longest stretch for which the built plugin keeps the editor waiting while it reads 10,000 layers, in
 * the interpreter that stands for Figma's. `npm run bench:traversal` bundles it first: the half of the
 * membrane that goes over as text must not be touched by a loader. Fails above the limit.
 */
import { readFileSync } from 'node:fs';
import { getQuickJS, type QuickJSWASMModule } from 'quickjs-emscripten';
import { buildCode } from '../../scripts/build/code.mjs';
import { createDocument } from '../../src/playground/figma/document';
import { imageHashOf } from '../../src/playground/figma/image-store';
import type { LayerSpec } from '../../src/playground/figma/layer';
import { runPlugin } from '../../src/playground/sandbox/run-plugin';
import { connectRpc } from '../../src/shared/rpc-client';
import type { Scope } from '../../src/shared/protocol';
import { RecordingHost } from '../host/recording-host';
import { pngHeader } from '../unit/figma-stand-in/fixture';

const LIMIT_MS = 50;

const PICTURES = Array.from({ length: 300 }, (_, index) => pngHeader(10 + index, 8));
const HASHES = PICTURES.map(imageHashOf);

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (): LayerSpec => ({
  type: 'RECTANGLE',
  fills: [{ type: 'SOLID', color: { r: 0, g: 0, b: 1 } }],
});
const photo =
  (hashes: number) =>
  (index: number): LayerSpec => ({
    type: 'RECTANGLE',
    fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: HASHES[index % hashes]! }],
  });
const frames = (leaf: (index: number) => LayerSpec): LayerSpec[] =>
  many(100, () => ({ type: 'FRAME', children: many(99, leaf) }));

interface Case {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  readonly area?: Scope['area'];
  readonly includeHiddenAndLocked?: boolean;
}

const half: LayerSpec = {
  type: 'COMPONENT',
  id: 'half',
  children: many(99, (index) => ({ ...plain(), visible: index % 2 === 0 })),
};
const instances = [
  half,
  ...many(100, (): LayerSpec => ({ type: 'INSTANCE', mainComponentId: 'half' })),
];

const CASES: readonly Case[] = [
  { name: '100 frames of 99 layers', layers: frames(plain) },
  { name: '10,000 layers side by side', layers: many(10_000, plain) },
  { name: '10,000 layers in one frame', layers: [{ type: 'FRAME', children: many(9_999, plain) }] },
  { name: '10,000 layers selected', layers: many(10_000, plain), area: 'selection' },
  { name: '100 instances of 99, half hidden', layers: instances },
  { name: 'the same, hidden ones too', layers: instances, includeHiddenAndLocked: true },
  { name: '10,000 layers with 30 pictures', layers: frames(photo(30)) },
  { name: '10,000 side by side, 300 pictures', layers: many(10_000, photo(300)) },
];

/**
 * Processor time of this thread, which neither other programs nor V8's own helper threads stretch;
 * outside Linux that of the whole process.
 */
function threadMs(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Processor time of the single call that brings a list of 10,000 layers, which no plugin can divide. */
async function listMs(quickjs: QuickJSWASMModule): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const document = createDocument(many(10_000, plain));
    const host = new RecordingHost();
    const code = `figma.on('run', ({ command }) => { if (command === 'list') figma.currentPage.children; });`;
    const plugin = await runPlugin({ code, html: '', command: 'none', document, host, quickjs });
    const before = threadMs();
    plugin.launch('list');
    times.push(threadMs() - before);
    plugin.dispose();
  }
  return median(times);
}

async function longestStretch(
  quickjs: QuickJSWASMModule,
  code: string,
  { layers, area = 'page', includeHiddenAndLocked = false }: Case,
): Promise<{ longest: number; turns: number; totalMs: number }> {
  const host = new RecordingHost();
  const document = createDocument(layers, { images: PICTURES });
  if (area === 'selection') document.select(document.topLevelIds(document.currentPageId));
  const plugin = await runPlugin({ code, html: '', command: 'batch', document, host, quickjs });
  const rpc = connectRpc(host.channel((message) => plugin.deliverFromUi(message)));
  // Every turn of the editor lets this timer run; what lies between two of them is a stretch.
  let [last, longest, turns] = [threadMs(), 0, 0];
  const turn = (): void => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
    turns += 1;
  };
  const timer = setInterval(turn, 0);
  const startedAt = threadMs();
  await rpc.call('selection/read', { area, includeHiddenAndLocked }, { onProgress: turn });
  turn();
  clearInterval(timer);
  const totalMs = threadMs() - startedAt;
  // The answer came out of a turn of the plugin, which has to end before its machine does.
  await new Promise((resolve) => setTimeout(resolve, 0));
  plugin.dispose();
  return { longest, turns, totalMs };
}

const [quickjs, code] = await Promise.all([getQuickJS(), buildCode('dist/code.js')]);
// Compiles what is measured afterwards.
await longestStretch(quickjs, code, { name: '', layers: frames(plain) });

let worst = 0;
for (const one of CASES) {
  const { longest, turns, totalMs } = await longestStretch(quickjs, code, one);
  worst = Math.max(worst, longest);
  console.log(
    `${one.name.padEnd(36)} ${totalMs.toFixed(0).padStart(6)} ms in ${String(turns).padStart(5)} turns, ` +
      `longest stretch ${longest.toFixed(1).padStart(5)} ms`,
  );
}
console.log(
  `\nOf a stretch that begins with a list of 10,000 layers, ${(await listMs(quickjs)).toFixed(1)} ms are ` +
    'the stand-in’s, which makes them one by one.\nAll in processor time of the thread.',
);
if (worst > LIMIT_MS) {
  console.error(`The editor may not wait longer than ${LIMIT_MS} ms.`);
  process.exitCode = 1;
}
