/** How long the sandbox keeps the editor waiting while it reads a large page. */
import { getQuickJS } from 'quickjs-emscripten';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../src/playground/figma/document';
import { imageHashOf } from '../../src/playground/figma/image-store';
import type { LayerSpec } from '../../src/playground/figma/layer';
import { Breather } from '../../src/plugin/breather';
import { findPictures } from '../../src/plugin/find-pictures';
import { buildCode } from '../../scripts/build/code.mjs';
import { runPlugin } from '../../src/playground/sandbox/run-plugin';
import { CancelToken } from '../../src/shared/cancel';
import type { Scope } from '../../src/shared/protocol';
import { connectRpc } from '../../src/shared/rpc-client';
import { pngHeader } from '../unit/figma-stand-in/fixture';
import { pluginRunningOn } from '../support/plugin-fixture';
import { RecordingHost } from './recording-host';

const PAGE: Scope = { area: 'page', includeHiddenAndLocked: false };
const LAYERS = 10_000;

/** A hundred frames of ninety-nine layers each. */
const layers = Array.from({ length: 100 }, (_, frame): LayerSpec => ({
  type: 'FRAME',
  id: `f${frame}`,
  children: Array.from({ length: 99 }, (_, index): LayerSpec => ({
    type: index % 3 === 0 ? 'TEXT' : 'RECTANGLE',
    id: `f${frame}-${index}`,
    characters: 'abc',
    fills: [{ type: 'SOLID', color: { r: 0, g: 0, b: 1 } }],
  })),
}));

describe(`reading a page of ${LAYERS} layers`, () => {
  it('pauses after every 12 ms of work, however slow a layer is', async () => {
    const { figma } = pluginRunningOn(createDocument(layers));
    // Each look at the clock is one layer, which here takes exactly a millisecond.
    let time = 0;
    const pausesAt: number[] = [];
    const { pictures } = await findPictures(figma, PAGE, {
      signal: new CancelToken(),
      reportProgress: ({ done }) => pausesAt.push(done),
      breather: new Breather(() => (time += 1)),
    });
    expect(pictures).toEqual([]);
    const stretches = pausesAt.map((at, index) => at - (pausesAt[index - 1] ?? 0));
    expect(Math.max(...stretches)).toBeLessThanOrEqual(12);
    expect(pausesAt.at(-1)).toBeGreaterThan(LAYERS - 24);
  });

  it('gives turns in the real machine too', async () => {
    const [quickjs, code] = await Promise.all([getQuickJS(), buildCode('dist/code.js')]);
    const host = new RecordingHost();
    const document = createDocument(layers);
    const plugin = await runPlugin({ code, html: '', command: 'batch', document, host, quickjs });
    const rpc = connectRpc(host.channel((message) => plugin.deliverFromUi(message)));
    let pauses = 0;
    const selection = await rpc.call('selection/read', PAGE, { onProgress: () => (pauses += 1) });
    expect(selection).toMatchObject({ pictures: [], hiddenOrLocked: 0 });
    expect(pauses).toBeGreaterThan(5);
    plugin.dispose();
  });

  it('answers in messages of at most 100 uses, however many layers show a picture', async () => {
    const [quickjs, code] = await Promise.all([getQuickJS(), buildCode('dist/code.js')]);
    const host = new RecordingHost();
    const picture = pngHeader(8, 8);
    const fills: Paint[] = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: imageHashOf(picture) }];
    const photos = Array.from({ length: 950 }, (): LayerSpec => ({ type: 'RECTANGLE', fills }));
    const document = createDocument(photos, { images: [picture] });
    const plugin = await runPlugin({ code, html: '', command: 'batch', document, host, quickjs });
    const rpc = connectRpc(host.channel((message) => plugin.deliverFromUi(message)));
    const selection = await rpc.call('selection/read', PAGE);
    expect(selection.pictures.map(({ uses }) => uses.length)).toEqual([950]);
    const sizes = host.posted.map(
      (message) => JSON.stringify(message).split('"nodeId"').length - 1,
    );
    expect(sizes.filter((size) => size > 0)).toEqual([...Array<number>(9).fill(100), 50]);
    // The last message came out of a turn of the plugin, which has to end first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    plugin.dispose();
  });
});
