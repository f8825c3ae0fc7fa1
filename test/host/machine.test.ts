import {
  DEBUG_SYNC,
  getQuickJS,
  newQuickJSWASMModuleFromVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDocument, type StandInDocument } from '../../src/playground/figma/document';
import {
  runPlugin,
  type ConsoleEntry,
  type RunPluginOptions,
  type RunningPlugin,
} from '../../src/playground/sandbox/run-plugin';
import { RecordingHost } from './recording-host';

const PNG_1PX = new Uint8Array([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1,
  0, 0, 0, 1, 8, 2, 0, 0, 0,
]);

let quickjs: QuickJSWASMModule;
const running: RunningPlugin[] = [];

beforeAll(async () => {
  quickjs = await getQuickJS();
});

afterEach(() => {
  for (const plugin of running.splice(0)) plugin.dispose();
  vi.useRealTimers();
});

interface Run {
  readonly plugin: RunningPlugin;
  readonly host: RecordingHost;
  readonly document: StandInDocument;
  readonly console: ConsoleEntry[];
  /** Texts of `console.log`. */
  readonly logged: () => string[];
}

async function run(code: string, options: Partial<RunPluginOptions> = {}): Promise<Run> {
  const host = new RecordingHost();
  const document =
    options.document ??
    createDocument([{ type: 'FRAME', id: '1:1', children: [{ type: 'RECTANGLE', id: '1:2' }] }]);
  const console: ConsoleEntry[] = [];
  const plugin = await runPlugin({
    code,
    html: '<p>ui</p>',
    command: 'enhance',
    document,
    host,
    quickjs,
    onConsole: (entry) => console.push(entry),
    ...options,
  });
  running.push(plugin);
  const logged = (): string[] =>
    console.filter(({ level }) => level === 'log').map(({ text }) => text);
  return { plugin, host, document, console, logged };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('globals', () => {
  it('offers what the sandbox offers', async () => {
    const { logged } = await run(`
      console.log([typeof figma, __html__, typeof __uiFiles__, typeof setTimeout,
        typeof clearTimeout, typeof setInterval, typeof clearInterval, typeof fetch,
        typeof structuredClone, figma.command, figma.editorType].join())
    `);
    expect(logged()).toEqual([
      'object,<p>ui</p>,object,function,function,function,function,function,function,enhance,figma',
    ]);
  });

  it.each([
    'TextDecoder',
    'TextEncoder',
    'URL',
    'atob',
    'btoa',
    'AbortController',
    'performance',
    'Intl',
    'document',
    'window',
    'self',
    'XMLHttpRequest',
    'Blob',
    'Worker',
    'MessageChannel',
    'crypto',
    'queueMicrotask',
    'SharedArrayBuffer',
    'process',
    'require',
  ])('has no %s', async (name) => {
    const { logged } = await run(`console.log(typeof ${name})`);
    expect(logged()).toEqual(['undefined']);
  });

  it('refuses the network', async () => {
    const { logged } = await run(
      `fetch('https://example.com').catch((e) => console.log(e.message))`,
    );
    expect(logged()[0]).toContain('networkAccess');
  });

  it('clones structures', async () => {
    const { logged } = await run(`
      const source = { list: [1, new Uint8Array([2, 3])], map: new Map([['k', { v: 1 }]]) };
      source.self = source;
      const copy = structuredClone(source);
      console.log(copy !== source, copy.self === copy, copy.list[1] !== source.list[1],
        copy.list[1].join(), copy.map.get('k').v);
      try { structuredClone(() => 1) } catch (error) { console.log('refused') }
    `);
    expect(logged()).toEqual(['true true true 2,3 1', 'refused']);
  });

  it('runs timers, and stops them with the plugin', async () => {
    vi.useFakeTimers();
    const { logged, plugin } = await run(`
      let ticks = 0;
      const interval = setInterval(() => { if (++ticks === 2) { clearInterval(interval); console.log('twice') } }, 1);
      clearTimeout(setTimeout(() => console.log('never'), 1));
      setTimeout((word) => console.log(word), 1, 'later');
      setTimeout(() => console.log('too late'), 60_000);
    `);
    vi.advanceTimersByTime(10);
    expect(logged()).toEqual(['later', 'twice']);
    plugin.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('loading', () => {
  it.each([
    ['a call', 'let a;\n\nimport("x")'],
    ['a space before the bracket', '\n\nimport ("x")'],
    ['a comment before the bracket', '\n\nimport/* */("x")'],
    ['a string', '\n\nconst text = "import(x)"'],
    ['a method', '\n\nloader.import(1)'],
  ])('refuses an import in %s', async (_, code) => {
    await expect(run(code)).rejects.toThrow('possible import expression rejected around line 3');
  });

  it.each(['<!--', '-->'])('refuses %s', async (mark) => {
    await expect(run(`1\nconst text = '${mark}'`)).rejects.toThrow(
      'possible html comment syntax rejected around line 2',
    );
  });

  it('lets names that only contain the word through', async () => {
    await expect(run('function reimport() {} reimport()')).resolves.toBeDefined();
  });

  it('says why code does not parse or fails at once', async () => {
    await expect(run('const = 1')).rejects.toThrow(/unexpected|expected|missing/i);
    await expect(run('throw new RangeError("at the start")')).rejects.toThrow('at the start');
  });

  it('fires run after the code, with the command', async () => {
    const { logged, plugin } = await run(`
      figma.on('run', ({ command, parameters }) => console.log(command, parameters, figma.command));
      console.log('loaded');
    `);
    plugin.launch('open');
    expect(logged()).toEqual(['loaded', 'enhance undefined enhance', 'open undefined open']);
  });
});

describe('membrane', () => {
  it('keeps the identity of API objects and of figma.mixed', async () => {
    const document = createDocument([
      {
        type: 'TEXT',
        id: '1:1',
        segments: [
          { characters: 'a', fills: [] },
          { characters: 'b', fills: [{ type: 'SOLID', color: { r: 1, g: 0, b: 0 } }] },
        ],
      },
    ]);
    document.select(['1:1']);
    const { logged } = await run(
      `
      const [text] = figma.currentPage.selection;
      console.log(text === figma.currentPage.children[0], figma.ui === figma.ui,
        text.fills === figma.mixed, typeof figma.mixed, text.fills === Symbol('figma.mixed'));
      figma.getNodeByIdAsync('1:1').then((node) => console.log(node === text));
    `,
      { document },
    );
    await settle();
    expect(logged()).toEqual(['true true true symbol false', 'true']);
  });

  it('shows exactly the members of a node kind', async () => {
    const { logged } = await run(`
      const [frame] = figma.currentPage.children;
      const [rectangle] = frame.children;
      console.log('fills' in frame, 'children' in rectangle, 'fills' in rectangle, 'constructor' in rectangle);
      'use strict';
    `);
    expect(logged()).toEqual(['true false true true']);
  });

  it('freezes paints deeply and lets nothing be added to nodes', async () => {
    const document = createDocument([
      { type: 'RECTANGLE', fills: [{ type: 'SOLID', color: { r: 1, g: 0, b: 0 } }] },
    ]);
    const { logged } = await run(
      `'use strict';
      const [node] = figma.currentPage.children;
      const attempt = (action) => { try { action(); console.log('went through') } catch (e) { console.log(e.name) } };
      attempt(() => { node.fills[0] = null });
      attempt(() => { node.fills.push(null) });
      attempt(() => { node.fills[0].visible = false });
      attempt(() => { node.fills[0].color.r = 0 });
      attempt(() => { node.own = 1 });
      attempt(() => { node.id = 'x' });
      attempt(() => { figma.currentPage.selection.push(node) });
      `,
      { document },
    );
    expect(logged()).toEqual(Array(7).fill('TypeError'));
  });

  it('copies bytes and plain values both ways', async () => {
    const { plugin, host } = await run(`
      figma.showUI(__html__);
      figma.ui.onmessage = (message, props) => {
        const bytes = message.bytes;
        const answer = { isBytes: bytes instanceof Uint8Array, sum: bytes[0] + bytes[1], origin: props.origin,
          odd: [NaN, -Infinity, -0, undefined, null], view: new Uint8Array(bytes.buffer, 1, 1), got: message };
        figma.ui.postMessage(answer);
        bytes[0] = 99; answer.view[0] = 99;
      };
    `);
    const sent = { bytes: new Uint8Array([1, 2]), nested: [{ a: 'ü\ud800' }], __proto__: null };
    plugin.deliverFromUi(sent);
    expect(host.posted).toEqual([
      {
        isBytes: true,
        sum: 3,
        origin: 'null',
        odd: [NaN, -Infinity, -0, undefined, null],
        view: new Uint8Array([2]),
        got: { bytes: new Uint8Array([1, 2]), nested: [{ a: 'ü\ud800' }] },
      },
    ]);
    expect(sent.bytes[0]).toBe(1);
  });

  it.each([
    ['an ArrayBuffer', 'new ArrayBuffer(1)', 'ArrayBuffer'],
    ['another typed array', 'new Uint16Array(1)', 'Uint16Array'],
    ['a Map', 'new Map()', 'Map'],
    ['a class instance', 'new (class Thing {})()', 'Thing'],
    ['a promise', 'Promise.resolve()', 'Promise'],
    ['a big integer', '1n', 'bigint'],
    ['a symbol', 'Symbol("x")', 'symbol'],
    ['a circle', '(() => { const a = {}; a.a = a; return a })()', 'itself'],
    ['a function', '() => 1', 'function'],
    ['figma.mixed', 'figma.mixed', 'symbol'],
    ['a node', 'figma.currentPage.children[0]', ''],
  ])('refuses to post %s', async (_, expression, kind) => {
    const { logged, host } = await run(`
      figma.showUI('');
      try { figma.ui.postMessage({ value: ${expression} }); console.log('went through') }
      catch (error) { console.log(error.message) }
    `);
    expect(logged()[0]).toMatch(/^in postMessage: /);
    expect(logged()[0]).toContain(kind);
    expect(host.posted).toEqual([]);
  });

  it('brings errors of the API into the plugin, thrown and rejected', async () => {
    const { logged } = await run(`
      try { figma.createImage(new Uint8Array([1, 2, 3])) } catch (e) { console.log(e instanceof Error, e.message) }
      const [frame] = figma.currentPage.children;
      frame.setFillsAsync([{ type: 'NOPE' }]).catch((e) => console.log(e instanceof Error, e.message.slice(0, 16)));
    `);
    await settle();
    expect(logged()).toEqual(['true Image type is unsupported', 'true in setFillsAsync']);
  });

  it('calls predicates of the plugin and passes on what they throw', async () => {
    const { logged } = await run(`
      console.log(figma.currentPage.findAll((node) => node.type === 'RECTANGLE').map((n) => n.id).join());
      try { figma.currentPage.findAll(() => { throw new RangeError('mine') }) }
      catch (error) { console.log(error.name, error.message) }
    `);
    expect(logged()).toEqual(['1:2', 'RangeError mine']);
  });

  it('finds a handler again to take it off', async () => {
    const { logged, plugin } = await run(`
      const handler = () => console.log('called');
      figma.on('run', handler);
      figma.off('run', handler);
      figma.once('run', () => console.log('once'));
    `);
    plugin.launch('open');
    expect(logged()).toEqual(['once']);
  });

  it('reads back the handler that was set', async () => {
    const { logged } = await run(`
      const handler = () => {};
      figma.ui.onmessage = handler;
      console.log(figma.ui.onmessage === handler);
      figma.ui.onmessage = undefined;
      console.log(figma.ui.onmessage);
    `);
    expect(logged()).toEqual(['true', 'undefined']);
  });

  it('awaits the host in turns', async () => {
    const { logged, document } = await run(`
      (async () => {
        const image = figma.createImage(new Uint8Array([${PNG_1PX.join()}]));
        console.log(JSON.stringify(await image.getSizeAsync()), (await image.getBytesAsync()).length);
        const [frame] = figma.currentPage.children;
        await frame.setFillsAsync([{ type: 'IMAGE', scaleMode: 'FILL', imageHash: image.hash }]);
        console.log(frame.fills[0].imageHash === image.hash);
      })();
    `);
    await expect.poll(logged).toHaveLength(2);
    expect(logged()).toEqual(['{"width":1,"height":1} 29', 'true']);
    expect(document.snapshot()[0]?.fills).toHaveLength(1);
  });
});

describe('failures', () => {
  it('reports errors of handlers, timers and asynchronous handlers, and goes on', async () => {
    const { plugin, console, logged } = await run(`
      figma.showUI('');
      figma.ui.onmessage = (message) => {
        if (message === 'throw') throw new Error('from a handler');
        if (message === 'reject') return (async () => { await null; throw new Error('from a promise') })();
        console.log('still here');
      };
      setTimeout(() => { throw new Error('from a timer') }, 0);
    `);
    plugin.deliverFromUi('throw');
    plugin.deliverFromUi('reject');
    await settle();
    plugin.deliverFromUi('ping');
    const errors = console.filter(({ level }) => level === 'error').map(({ text }) => text);
    expect(errors.join('\n')).toMatch(/from a handler[^]*from a promise[^]*from a timer/);
    expect(logged()).toEqual(['still here']);
  });

  it('stops a plugin that never comes back', async () => {
    await expect(run('for (;;) {}', { maxTurnMs: 200 })).rejects.toThrow('interrupted');
    const { plugin, console, host } = await run(
      `figma.showUI(''); figma.ui.onmessage = () => { for (;;) {} };`,
      { maxTurnMs: 200 },
    );
    plugin.deliverFromUi('go');
    expect(console.at(-1)?.text).toContain('did not answer');
    expect(host.isWindowOpen).toBe(false);
    plugin.deliverFromUi('go');
  });

  it('stops promises that never end', async () => {
    const { console } = await run(
      `figma.on('run', () => { const spin = () => Promise.resolve().then(spin); spin() });`,
      { maxTurnMs: 200 },
    );
    expect(console.at(-1)?.text).toContain('did not answer');
  });

  it('stops a plugin that catches its own interruption', async () => {
    await expect(
      run(
        `for (;;) { try { figma.currentPage.findAll(() => { for (;;) {} }) } catch (error) {} }`,
        { maxTurnMs: 200 },
      ),
    ).rejects.toThrow();
  });

  it('refuses to take more memory than there is', async () => {
    await expect(
      run('const hoard = []; for (;;) hoard.push(new Uint8Array(64 * 1024 * 1024).fill(1))'),
    ).rejects.toThrow(/memory/);
  });
});

describe('the end', () => {
  it('fires close once, closes the window and refuses what comes after', async () => {
    const { logged, host } = await run(`
      figma.showUI('');
      figma.on('close', () => console.log('closing'));
      setTimeout(() => console.log('timer'), 0);
      figma.on('run', () => {
        figma.closePlugin('bye');
        try { figma.currentPage } catch (error) { console.log(error.message) }
      });
    `);
    await settle();
    expect(logged()).toEqual(['closing', 'in get_currentPage: The plugin has been closed']);
    expect(host.closings).toEqual(['bye']);
    expect(host.isWindowOpen).toBe(false);
  });

  it('can be disposed of by the host while the plugin runs, and twice', async () => {
    const { plugin, host, logged } = await run(`
      figma.showUI('');
      figma.on('close', () => console.log('closing'));
      figma.ui.onmessage = () => { figma.closePlugin(); console.log('rest of the turn') };
    `);
    host.closePlugin = () => plugin.dispose();
    plugin.deliverFromUi('go');
    plugin.dispose();
    plugin.deliverFromUi('late');
    expect(logged()).toEqual(['closing', 'rest of the turn']);
  });

  it('lets answers of the host come too late', async () => {
    const { plugin, logged } = await run(`
      figma.showUI('');
      figma.ui.onmessage = () => {
        figma.getNodeByIdAsync('1:1').then(() => console.log('never'));
      };
    `);
    plugin.deliverFromUi('go');
    plugin.dispose();
    await settle();
    expect(logged()).toEqual([]);
  });

  it('leaves nothing behind in the machine', async () => {
    // The debug build aborts on dispose() when a value of the machine was not freed.
    const debug = await newQuickJSWASMModuleFromVariant(DEBUG_SYNC);
    const { plugin } = await run(
      `
      figma.showUI('');
      figma.on('run', () => { throw new Error('x') });
      figma.ui.onmessage = async (message) => {
        figma.ui.postMessage(message);
        await figma.clientStorage.setAsync('key', message);
        figma.currentPage.findAll((node) => node.name.length > 0);
        try { figma.currentPage.findAll(() => { throw new Error('y') }) } catch (error) {}
        try { figma.createImage(new Uint8Array(1)) } catch (error) {}
        throw new Error('z');
      };
      setInterval(() => {}, 1);
      setTimeout(() => { throw new Error('t') }, 1);
      new Promise(() => {});
      `,
      { quickjs: debug },
    );
    plugin.deliverFromUi({ bytes: new Uint8Array(3) });
    await settle();
    expect(() => plugin.dispose()).not.toThrow();
  });
});
