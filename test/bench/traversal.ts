/**
 * Longest stretch for which the built plugin keeps the editor waiting while it reads a page of 10,000
 * layers, in the interpreter that stands for Figma's. `npm run bench:traversal` bundles it first: the
 * half of the membrane that goes over as text must not be touched by a loader.
 */
import { getQuickJS } from 'quickjs-emscripten';
import { buildCode } from '../../scripts/build/code.mjs';
import { createDocument } from '../../src/playground/figma/document';
import type { LayerSpec } from '../../src/playground/figma/layer';
import { runPlugin } from '../../src/playground/sandbox/run-plugin';
import { connectRpc } from '../../src/shared/rpc-client';
import { RecordingHost } from '../host/recording-host';

const solid: Paint = { type: 'SOLID', color: { r: 0, g: 0, b: 1 } };
const leaf = (): LayerSpec => ({ type: 'RECTANGLE', fills: [solid] });

const SHAPES: readonly (readonly [name: string, layers: readonly LayerSpec[]])[] = [
  [
    '100 frames of 99 layers',
    Array.from({ length: 100 }, () => ({
      type: 'FRAME' as const,
      children: Array.from({ length: 99 }, leaf),
    })),
  ],
  ['10,000 layers side by side', Array.from({ length: 10_000 }, leaf)],
];

const [quickjs, code] = await Promise.all([getQuickJS(), buildCode('dist/code.js')]);
for (const [name, layers] of SHAPES) {
  const host = new RecordingHost();
  const document = createDocument(layers);
  const plugin = await runPlugin({ code, html: '', command: 'batch', document, host, quickjs });
  const rpc = connectRpc(host.channel((message) => plugin.deliverFromUi(message)));
  // In processor time, which other programs on the machine do not stretch. Every turn of the editor lets this timer run; what lies between two of them is a stretch.
  let [last, longest] = [process.cpuUsage(), 0];
  const turn = (): void => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
  };
  const timer = setInterval(turn, 0);
  const startedAt = performance.now();
  await rpc.call(
    'selection/read',
    { area: 'page', includeHiddenAndLocked: false },
    { onProgress: turn },
  );
  turn();
  clearInterval(timer);
  const total = performance.now() - startedAt;
  console.log(
    `${name}: ${total.toFixed(0)} ms in all, longest stretch ${longest.toFixed(1)} ms of processor time`,
  );
  plugin.dispose();
}
