/** dist/code.js as it is shipped, in a machine that offers what Figma's sandbox offers. */
import { getQuickJS, type QuickJSWASMModule } from 'quickjs-emscripten';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildCode } from '../../scripts/build/code.mjs';
import { createDocument, type StandInDocument } from '../../src/playground/figma/document';
import { imageHashOf } from '../../src/playground/figma/image-store';
import type { LayerSnapshot, LayerSpec } from '../../src/playground/figma/layer';
import {
  runPlugin,
  type ConsoleEntry,
  type RunningPlugin,
} from '../../src/playground/sandbox/run-plugin';
import { PROTOCOL_VERSION, type Scope, type Selection } from '../../src/shared/protocol';
import { DEFAULT_SETTINGS } from '../../src/shared/settings';
import { connectRpc, type RpcClient } from '../../src/shared/rpc-client';
import { writeUse } from '../support/picture-use';
import { RecordingHost } from './recording-host';

const SCOPE: Scope = { area: 'selection', includeHiddenAndLocked: false };
const HTML = '<p>the built page</p>';

let quickjs: QuickJSWASMModule;
let code: string;
let small: Uint8Array;
let large: Uint8Array;
let smallHash: string;
let launched: Launch | null = null;

beforeAll(async () => {
  [quickjs, code, small, large] = await Promise.all([
    getQuickJS(),
    buildCode('dist/code.js'),
    solidPng(8, 6),
    solidPng(32, 24),
  ]);
  smallHash = imageHashOf(small);
});

afterEach(() => {
  launched?.plugin.dispose();
  // Whatever a test asked for, the plugin never failed without saying so.
  expect(launched?.console.filter(({ level }) => level === 'error') ?? []).toEqual([]);
  launched = null;
});

async function solidPng(width: number, height: number): Promise<Uint8Array> {
  const picture = sharp({ create: { width, height, channels: 3, background: '#3a7' } });
  return new Uint8Array(await picture.png().toBuffer());
}

interface Launch {
  readonly plugin: RunningPlugin;
  readonly host: RecordingHost;
  readonly document: StandInDocument;
  readonly rpc: RpcClient;
  readonly console: ConsoleEntry[];
  layer(id: string): LayerSnapshot;
}

async function launch(
  layers: readonly LayerSpec[],
  { command = 'enhance', editable = true } = {},
): Promise<Launch> {
  const document = createDocument(layers, { images: [small] });
  document.select(document.snapshot().map(({ id }) => id));
  const host = new RecordingHost();
  const console: ConsoleEntry[] = [];
  const plugin = await runPlugin({
    code,
    html: HTML,
    command,
    document,
    host,
    quickjs,
    editable,
    onConsole: (entry) => console.push(entry),
  });
  const channel = host.channel((message) => plugin.deliverFromUi(message));
  launched = {
    plugin,
    host,
    document,
    rpc: connectRpc(channel),
    console,
    layer: (id) => findLayer(document.snapshot(), id),
  };
  return launched;
}

function findLayer(layers: readonly LayerSnapshot[], id: string): LayerSnapshot {
  for (const layer of layers) {
    if (layer.id === id) return layer;
    if (layer.children.length > 0) {
      try {
        return findLayer(layer.children, id);
      } catch {
        // Not in this one.
      }
    }
  }
  throw new Error(`There is no layer ${id}`);
}

const SOLID: SolidPaint = { type: 'SOLID', color: { r: 0.5, g: 0, b: 1 }, opacity: 0.25 };

function picture(extra: Partial<ImagePaint> = {}): ImagePaint {
  return { type: 'IMAGE', scaleMode: 'FILL', imageHash: smallHash, ...extra };
}

function rectangle(id: string, ...fills: Paint[]): LayerSpec {
  return { type: 'RECTANGLE', id, name: `Layer ${id}`, fills };
}

async function readOnly(rpc: RpcClient): Promise<Selection['pictures'][number]> {
  const { pictures } = await rpc.call('selection/read', SCOPE);
  expect(pictures).toHaveLength(1);
  return pictures[0]!;
}

describe('launch', () => {
  it('opens one window, with the page and the theme', async () => {
    const { host } = await launch([rectangle('1:1', picture())]);
    expect(host.windows).toHaveLength(1);
    expect(host.windows[0]?.html).toBe(HTML);
    expect(host.windows[0]?.options).toMatchObject({ visible: true, themeColors: true });
  });

  it.each(['enhance', 'open'] as const)(
    'tells the window that it was launched as %s',
    async (command) => {
      const { rpc } = await launch([], { command });
      await expect(rpc.call('session/start', {})).resolves.toMatchObject({ command });
    },
  );

  it('keeps its window when it is launched again', async () => {
    const { rpc, plugin, host } = await launch([], { command: 'open' });
    const commands: string[] = [];
    rpc.on('launched', ({ command }) => commands.push(command));
    plugin.launch('enhance');
    expect(commands).toEqual(['enhance']);
    expect(host.windows).toHaveLength(1);
  });

  it('announces selections', async () => {
    const { rpc, document } = await launch([rectangle('1:1'), rectangle('1:2')]);
    let announcements = 0;
    rpc.on('selection/changed', () => (announcements += 1));
    document.select(['1:1']);
    document.select(['1:2']);
    await expect.poll(() => announcements).toBe(1);
  });

  it('remembers settings from run to run', async () => {
    const { rpc, document, plugin } = await launch([]);
    const settings = { ...DEFAULT_SETTINGS, scale: 2, denoise: 0.4, content: 'photo' } as const;
    await rpc.call('settings/save', { settings });
    plugin.dispose();
    const host = new RecordingHost();
    const again = await runPlugin({ code, html: HTML, command: 'open', document, host, quickjs });
    const nextRpc = connectRpc(host.channel((message) => again.deliverFromUi(message)));
    await expect(nextRpc.call('session/start', {})).resolves.toMatchObject({
      settings,
    });
    again.dispose();
  });
});

describe('a run', () => {
  it('replaces the picture and nothing else, as one undo step', async () => {
    const extras = {
      scaleMode: 'CROP',
      imageTransform: [
        [0.5, 0, 0.25],
        [0, 0.5, 0.25],
      ],
      filters: { exposure: 0.25 },
      opacity: 0.75,
      blendMode: 'MULTIPLY',
    } as const satisfies Partial<ImagePaint>;
    const before = [SOLID, picture(extras)];
    const { rpc, document, layer } = await launch([
      {
        type: 'FRAME',
        id: '1:1',
        children: [rectangle('1:2', ...before), rectangle('1:3', SOLID)],
      },
      { type: 'ELLIPSE', id: '1:4', strokes: [picture()] },
    ]);

    const found = await readOnly(rpc);
    expect(found).toMatchObject({ imageHash: smallHash, width: 8, height: 6 });
    expect(found.uses.map(({ nodeId, property }) => [nodeId, property])).toEqual([
      ['1:2', 'fills'],
      ['1:4', 'strokes'],
    ]);
    const { bytes } = await rpc.call('picture/read', { imageHash: smallHash });
    expect(bytes).toEqual(small);

    const outcome = await rpc.call('picture/write', {
      imageHash: smallHash,
      uses: found.uses.map((use) => writeUse(use)),
      bytes: large,
      note: 'Restored',
    });
    const largeHash = imageHashOf(large);
    expect(outcome).toEqual({
      imageHash: largeHash,
      writtenNodeIds: ['1:2', '1:4'],
      failures: [],
      originalsKept: true,
    });
    expect(document.imageBytes(largeHash)).toEqual(large);
    expect(layer('1:2').fills).toEqual([SOLID, picture({ ...extras, imageHash: largeHash })]);
    expect(layer('1:3').fills).toEqual([SOLID]);
    expect(layer('1:4').strokes).toEqual([picture({ imageHash: largeHash })]);
    const { width, height } = layer('1:2');
    expect([width, height]).toEqual([100, 100]);

    await rpc.call('run/commit', {});
    expect(document.undo()).toBe(true);
    expect(layer('1:2').fills).toEqual(before);
    expect(layer('1:4').strokes).toEqual([picture()]);
    expect(document.undo()).toBe(false);
    expect(document.redo()).toBe(true);
    expect(layer('1:2').fills).toEqual([SOLID, picture({ ...extras, imageHash: largeHash })]);
  });

  it('keeps patterns, videos and gradients that stand beside the picture', async () => {
    const others: Paint[] = [
      { type: 'VIDEO', scaleMode: 'FILL', videoHash: 'v' },
      {
        type: 'PATTERN',
        sourceNodeId: '1:2',
        tileType: 'RECTANGULAR',
        scalingFactor: 1,
        spacing: { x: 0, y: 0 },
        horizontalAlignment: 'START',
      },
      {
        type: 'GRADIENT_LINEAR',
        gradientTransform: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        gradientStops: [
          { position: 0, color: { r: 0, g: 0, b: 0, a: 1 } },
          { position: 1, color: { r: 1, g: 1, b: 1, a: 0 } },
        ],
      },
    ];
    const { rpc, layer } = await launch([rectangle('1:1', ...others, picture()), rectangle('1:2')]);
    const { uses } = await readOnly(rpc);
    await rpc.call('picture/write', {
      imageHash: smallHash,
      uses: uses.map((use) => writeUse(use)),
      bytes: large,
      note: '',
    });
    expect(layer('1:1').fills).toEqual([...others, picture({ imageHash: imageHashOf(large) })]);
  });

  it('leaves a layer alone that changed or went away meanwhile', async () => {
    const { rpc, document, layer } = await launch([
      rectangle('1:1', picture()),
      rectangle('1:2', picture()),
      rectangle('1:3', picture()),
    ]);
    const { uses } = await readOnly(rpc);
    document.editLayer('1:1', { fills: [SOLID] });
    document.removeLayers(['1:2']);
    const outcome = await rpc.call('picture/write', {
      imageHash: smallHash,
      uses: uses.map((use) => writeUse(use)),
      bytes: large,
      note: '',
    });
    expect(outcome.writtenNodeIds).toEqual(['1:3']);
    expect(outcome.failures.map(({ nodeId, error }) => [nodeId, error.code])).toEqual([
      ['1:1', 'layer-changed'],
      ['1:2', 'layer-gone'],
    ]);
    expect(layer('1:1').fills).toEqual([SOLID]);
  });

  it('says so when the file is read-only', async () => {
    const { rpc, layer } = await launch([rectangle('1:1', picture())], { editable: false });
    const { uses } = await readOnly(rpc);
    const outcome = await rpc.call('picture/write', {
      imageHash: smallHash,
      uses: uses.map((use) => writeUse(use)),
      bytes: large,
      note: '',
    });
    expect(outcome.failures.map(({ error }) => error.code)).toEqual(['layer-read-only']);
    expect(outcome.writtenNodeIds).toEqual([]);
    expect(layer('1:1').fills).toEqual([picture()]);
  });

  it('refuses what Figma would refuse', async () => {
    const { rpc, document } = await launch([rectangle('1:1', picture())]);
    const { uses } = await readOnly(rpc);
    for (const [code, bytes] of [
      ['result-too-small', new Uint8Array()],
      ['result-format-refused', new Uint8Array([1, 2, 3])],
      ['result-too-large', await solidPng(4097, 1)],
    ] as const) {
      await expect(
        rpc.call('picture/write', {
          imageHash: smallHash,
          uses: uses.map((use) => writeUse(use)),
          bytes,
          note: '',
        }),
      ).rejects.toMatchObject({ code });
    }
    expect(document.undo()).toBe(false);
  });

  it('closes, keeping what was written', async () => {
    const { rpc, host, document, layer } = await launch([rectangle('1:1', picture())]);
    const { uses } = await readOnly(rpc);
    await rpc.call('picture/write', {
      imageHash: smallHash,
      uses: uses.map((use) => writeUse(use)),
      bytes: large,
      note: '',
    });
    void rpc.call('window/close', {}).catch(() => undefined);
    await expect.poll(() => host.closings).toHaveLength(1);
    expect(host.isWindowOpen).toBe(false);
    expect(layer('1:1').fills).not.toEqual([picture()]);
    expect(document.undo()).toBe(true);
    expect(layer('1:1').fills).toEqual([picture()]);
  });
});

describe('the protocol', () => {
  it('refuses another version', async () => {
    const { plugin, host } = await launch([]);
    plugin.deliverFromUi({
      onestep: PROTOCOL_VERSION + 1,
      type: 'request',
      id: 1,
      method: 'session/start',
      params: {},
    });
    expect(host.posted).toEqual([
      expect.objectContaining({
        type: 'failure',
        id: 1,
        error: expect.objectContaining({ code: 'protocol-version' }) as unknown,
      }),
    ]);
  });

  it('refuses unknown requests and wrong parameters', async () => {
    const { rpc, plugin, host } = await launch([]);
    await expect(rpc.call('picture/read', { imageHash: '' })).rejects.toMatchObject({
      code: 'protocol-message',
    });
    plugin.deliverFromUi({
      onestep: PROTOCOL_VERSION,
      type: 'request',
      id: 99,
      method: 'toString',
      params: {},
    });
    await expect
      .poll(() => host.posted.at(-1))
      .toMatchObject({ type: 'failure', id: 99, error: { code: 'protocol-message' } });
  });

  it('ignores what is not ours', async () => {
    const { plugin, host } = await launch([]);
    for (const message of [null, 'hello', 7, {}, { type: 'request', id: 1 }]) {
      plugin.deliverFromUi(message);
    }
    expect(host.posted).toEqual([]);
  });

  it('cancels a long reading', async () => {
    const layers = Array.from({ length: 1500 }, (_, index) => rectangle(`1:${index}`, picture()));
    const { rpc, host } = await launch([{ type: 'FRAME', id: '9:9', children: layers }]);
    const controller = new AbortController();
    const reading = rpc.call('selection/read', SCOPE, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    // The plugin itself stops too, and says so.
    await expect
      .poll(() => host.posted.at(-1))
      .toMatchObject({ type: 'failure', error: { code: 'cancelled' } });
  });

  it('refuses a picture that is not there', async () => {
    const { rpc } = await launch([]);
    await expect(rpc.call('picture/read', { imageHash: 'f'.repeat(40) })).rejects.toMatchObject({
      code: 'image-missing',
    });
  });
});
