import { describe, expect, it, vi } from 'vitest';
import { BLUE, RED, gifHeader, jpegHeader, pngHeader, stage } from './fixture';

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('pictures', () => {
  it.each([
    ['PNG', pngHeader],
    ['JPEG', jpegHeader],
    ['GIF', gifHeader],
  ])('takes a %s up to 4096 px a side', async (_, header) => {
    const { figma } = stage();
    const image = figma.createImage(header(4096, 7));
    expect(await image.getSizeAsync()).toEqual({ width: 4096, height: 7 });
    expect(await image.getBytesAsync()).toEqual(header(4096, 7));
    expect(() => figma.createImage(header(4097, 7))).toThrow('Image is too large');
    expect(() => figma.createImage(header(7, 4097))).toThrow('Image is too large');
    expect(() => figma.createImage(header(0, 7))).toThrow('Image is too small');
  });

  it.each([
    ['nothing', new Uint8Array(), 'Image is too small'],
    [
      'WebP',
      new Uint8Array(Buffer.from('RIFF\0\0\0\0WEBPVP8 0000000000')),
      'Image type is unsupported',
    ],
    ['raw pixels', new Uint8Array(64), 'Image type is unsupported'],
    ['a cut-off PNG', pngHeader(5, 5).slice(0, 20), 'Image type is unsupported'],
    ['a JPEG without a frame', jpegHeader(5, 5).slice(0, 9), 'Image type is unsupported'],
  ])('refuses %s', (_, bytes, text) => {
    expect(() => stage().figma.createImage(bytes)).toThrow(text);
  });

  it.each([new ArrayBuffer(8), [1, 2], 'bytes', undefined])('refuses %o', (data) => {
    expect(() => stage().figma.createImage(data as unknown as Uint8Array)).toThrow('Uint8Array');
  });

  it('names a picture by its content', () => {
    const { figma } = stage();
    const image = figma.createImage(pngHeader(2, 2));
    expect(image.hash).toMatch(/^[0-9a-f]{40}$/);
    expect(figma.createImage(pngHeader(2, 2)).hash).toBe(image.hash);
    expect(figma.createImage(pngHeader(2, 3)).hash).not.toBe(image.hash);
    expect(figma.getImageByHash(image.hash)).toBe(image);
    expect(figma.getImageByHash('0'.repeat(40))).toBeNull();
  });

  it('hands out copies of the bytes', async () => {
    const { figma } = stage();
    const image = figma.createImage(pngHeader(2, 2));
    (await image.getBytesAsync()).fill(0);
    expect(await image.getBytesAsync()).toEqual(pngHeader(2, 2));
  });
});

describe('dynamic-page', () => {
  it('refuses what looks things up at once', () => {
    const { figma } = stage();
    expect(() => figma.getNodeById('1:1')).toThrow('getNodeByIdAsync');
    expect(() => figma.getStyleById('S:1')).toThrow('getStyleByIdAsync');
    expect(() => figma.getLocalPaintStyles()).toThrow('getLocalPaintStylesAsync');
    expect(() => (figma.currentPage = figma.currentPage)).toThrow('setCurrentPageAsync');
  });

  it('searches the whole document only once it is loaded', async () => {
    const { figma } = stage();
    expect(() => figma.root.findAll()).toThrow('loadAllPagesAsync');
    expect(() => figma.root.findAllWithCriteria({ types: ['RECTANGLE'] })).toThrow('loadAllPages');
    expect(() => figma.on('documentchange', () => undefined)).toThrow('loadAllPagesAsync');
    await figma.loadAllPagesAsync();
    expect(figma.root.findAll()).toHaveLength(2);
    expect(figma.root.findAllWithCriteria({ types: ['RECTANGLE'] })).toHaveLength(1);
  });

  it('finds nodes by id, the same object every time', async () => {
    const { figma } = stage();
    const node = await figma.getNodeByIdAsync('1:1');
    expect(await figma.getNodeByIdAsync('1:1')).toBe(node);
    expect(figma.currentPage.children[0]).toBe(node);
    expect(node?.parent).toBe(figma.currentPage);
    expect(await figma.getNodeByIdAsync('9:9')).toBeNull();
    expect(await figma.getNodeByIdAsync('0:1')).toBe(figma.currentPage);
  });

  it('searches below a layer', async () => {
    const { node } = stage([
      {
        type: 'FRAME',
        id: '1:1',
        children: [
          { type: 'GROUP', id: '1:2', children: [{ type: 'ELLIPSE', id: '1:3', name: 'Deep' }] },
          { type: 'RECTANGLE', id: '1:4' },
        ],
      },
    ]);
    const frame = await node<FrameNode>('1:1');
    const ids = (nodes: readonly SceneNode[]): string[] => nodes.map(({ id }) => id);
    expect(ids(frame.findAll())).toEqual(['1:2', '1:3', '1:4']);
    expect(ids(frame.findChildren())).toEqual(['1:2', '1:4']);
    expect(frame.findOne(({ name }) => name === 'Deep')?.id).toBe('1:3');
    expect(frame.findChild(({ name }) => name === 'Deep')).toBeNull();
    expect(ids(frame.findAllWithCriteria({ types: ['ELLIPSE', 'RECTANGLE'] }))).toEqual([
      '1:3',
      '1:4',
    ]);
    expect(Object.isFrozen(frame.children)).toBe(true);
  });
});

describe('read-only files', () => {
  it.each([{ editable: false }, { editorType: 'dev' as const }])(
    'refuse changes: %o',
    async (options) => {
      const { figma, node, document } = stage(undefined, {
        ...options,
        styles: [{ id: 'S:1', name: 'Local', paints: [RED] }],
      });
      const rectangle = await node('1:1');
      const style = (await figma.getStyleByIdAsync('S:1')) as PaintStyle;
      expect(() => (rectangle.fills = [BLUE])).toThrow('read-only');
      expect(() => (rectangle.strokes = [BLUE])).toThrow('read-only');
      expect(() => (rectangle.name = 'x')).toThrow('read-only');
      expect(() => (rectangle.locked = true)).toThrow('read-only');
      expect(() => (style.paints = [BLUE])).toThrow('read-only');
      expect(() => rectangle.remove()).toThrow('read-only');
      await expect(rectangle.setFillsAsync([BLUE])).rejects.toThrow('read-only');
      await expect(rectangle.setStrokesAsync([BLUE])).rejects.toThrow('read-only');
      await expect(rectangle.setFillStyleIdAsync('S:1')).rejects.toThrow('read-only');
      rectangle.setPluginData('key', 'value');
      rectangle.setRelaunchData({ enhance: '' });
      expect(rectangle.fills).toEqual([RED]);
      expect(rectangle.getPluginData('key')).toBe('value');
      expect(document.selection).toEqual([]);
    },
  );
});

describe('the window', () => {
  it('opens with Figma’s defaults and minimums', () => {
    const { figma, calls } = stage();
    figma.showUI('<p>');
    figma.showUI('<p>', { width: 10, height: -5, themeColors: true, visible: false, title: 't' });
    expect(calls).toEqual([
      'showUi <p> {"visible":true,"width":300,"height":200,"themeColors":false}',
      'showUi <p> {"visible":false,"width":70,"height":0,"themeColors":true,"title":"t"}',
    ]);
  });

  it('cannot be used before it is open', () => {
    const { figma } = stage();
    expect(() => figma.ui.postMessage(1)).toThrow('No UI');
    expect(() => figma.ui.resize(100, 100)).toThrow('No UI');
    expect(() => figma.ui.hide()).toThrow('No UI');
    expect(() => figma.ui.close()).toThrow('No UI');
  });

  it('is shown, hidden, resized and closed', () => {
    const { figma, calls } = stage();
    figma.showUI('');
    calls.length = 0;
    figma.ui.hide();
    figma.ui.show();
    figma.ui.resize(1, 500);
    figma.ui.close();
    expect(calls).toEqual([
      'setUiVisible false',
      'setUiVisible true',
      'resizeUi 70 500',
      'closeUi',
    ]);
    expect(() => figma.ui.resize(NaN, 1)).toThrow();
  });

  it('sends copies both ways', () => {
    const { figma, posted, deliverFromUi } = stage();
    figma.showUI('');
    const message = { list: [1, { bytes: new Uint8Array([1, 2]) }], nothing: undefined };
    figma.ui.postMessage(message);
    expect(posted).toEqual([message]);
    message.list.push(2);
    expect(posted).not.toEqual([message]);
    const received: unknown[] = [];
    figma.ui.on('message', (value, props) => received.push(value, props));
    const sent = { bytes: new Uint8Array([7]) };
    deliverFromUi(sent);
    sent.bytes[0] = 8;
    expect(received).toEqual([{ bytes: new Uint8Array([7]) }, { origin: 'null' }]);
  });

  it.each<[string, unknown]>([
    ['ArrayBuffer', new ArrayBuffer(1)],
    ['Uint16Array', new Uint16Array(1)],
    ['Uint8ClampedArray', new Uint8ClampedArray(1)],
    ['DataView', new DataView(new ArrayBuffer(1))],
    ['Blob', new Blob([])],
    ['Map', new Map()],
    ['Error', new Error('x')],
    ['Promise', Promise.resolve()],
    ['function', () => 1],
    ['symbol', Symbol('x')],
    ['bigint', 1n],
  ])('sends no %s', (kind, value) => {
    const { figma, posted, deliverFromUi } = stage();
    figma.showUI('');
    expect(() => figma.ui.postMessage({ deep: [value] })).toThrow(
      `message.deep[0], which is of type ${kind}`,
    );
    figma.ui.onmessage = () => undefined;
    expect(() => deliverFromUi({ value })).toThrow(TypeError);
    expect(posted).toEqual([]);
  });

  it('sends nothing that contains itself, but the same thing twice', () => {
    const { figma, posted } = stage();
    figma.showUI('');
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => figma.ui.postMessage(circle)).toThrow('contains itself');
    const shared = { a: 1 };
    figma.ui.postMessage([shared, shared]);
    expect(posted).toEqual([[{ a: 1 }, { a: 1 }]]);
  });

  it('has one onmessage and any number of listeners', () => {
    const { figma, deliverFromUi } = stage();
    figma.showUI('');
    const heard: string[] = [];
    figma.ui.onmessage = () => heard.push('first');
    figma.ui.onmessage = () => heard.push('second');
    const listener = (): void => void heard.push('listener');
    figma.ui.on('message', listener);
    figma.ui.once('message', () => heard.push('once'));
    deliverFromUi(1);
    figma.ui.off('message', listener);
    figma.ui.onmessage = undefined;
    deliverFromUi(2);
    expect(heard).toEqual(['second', 'listener', 'once']);
  });
});

describe('events', () => {
  it('fires run at every launch', () => {
    const { figma, launch } = stage();
    const launches: string[] = [];
    figma.on('run', ({ command }) => launches.push(`${command} ${figma.command}`));
    launch('enhance');
    launch('open');
    expect(launches).toEqual(['enhance enhance', 'open open']);
  });

  it('announces selections later and merged', async () => {
    const { figma, document } = stage([
      { type: 'RECTANGLE', id: '1:1' },
      { type: 'RECTANGLE', id: '1:2' },
    ]);
    const heard = vi.fn();
    figma.on('selectionchange', heard);
    document.select(['1:1']);
    figma.currentPage.selection = [figma.currentPage.children[1]!];
    expect(heard).not.toHaveBeenCalled();
    await soon();
    expect(heard).toHaveBeenCalledTimes(1);
    document.editLayer('1:1', { x: 3 });
    await soon();
    expect(heard).toHaveBeenCalledTimes(1);
    figma.off('selectionchange', heard);
    document.select([]);
    await soon();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('hands out the selection frozen', () => {
    const { figma, document } = stage();
    document.select(['1:1']);
    const { selection } = figma.currentPage;
    expect(selection).toEqual([figma.currentPage.children[0]]);
    expect(() => (selection as SceneNode[]).pop()).toThrow(TypeError);
  });

  it('knows its events', () => {
    const { figma } = stage();
    expect(() => figma.on('nope' as 'close', () => undefined)).toThrow('nope');
    expect(() => figma.on('close', undefined as unknown as () => void)).toThrow('function');
  });
});

describe('toasts', () => {
  it('are cut, timed and taken away', () => {
    const { figma, calls } = stage();
    figma.notify('short').cancel();
    figma.notify('x'.repeat(120), { error: true, timeout: Infinity });
    expect(calls).toEqual([
      'notify short false 3000',
      'notify removed',
      `notify ${'x'.repeat(100)} true Infinity`,
    ]);
  });
});

describe('limits', () => {
  it('stores 5 MB on the machine, bytes counted as they are', async () => {
    const { clientStorage } = stage().figma;
    await clientStorage.setAsync('a', new Uint8Array(4_000_000));
    await expect(clientStorage.setAsync('b', new Uint8Array(1_000_001))).rejects.toThrow('quota');
    await clientStorage.setAsync('a', 'x');
    await clientStorage.setAsync('b', new Uint8Array(4_900_000));
    expect(await clientStorage.keysAsync()).toEqual(['a', 'b']);
    await clientStorage.deleteAsync('b');
    expect(await clientStorage.getAsync('b')).toBeUndefined();
    await expect(clientStorage.setAsync('c', new Map())).rejects.toThrow('Map');
  });

  it('keeps 100 kB of plugin data and 1000 letters of description', async () => {
    const { node } = stage();
    const rectangle = await node('1:1');
    expect(() => rectangle.setPluginData('k', 'x'.repeat(100_000))).toThrow('100 kB');
    rectangle.setPluginData('k', 'x');
    rectangle.setPluginData('k', '');
    expect(rectangle.getPluginDataKeys()).toEqual([]);
    expect(() => rectangle.setRelaunchData({ a: 'x'.repeat(1001) })).toThrow('1000');
    rectangle.setRelaunchData({ a: 'x' });
    rectangle.setRelaunchData({});
    expect(rectangle.getRelaunchData()).toEqual({});
  });
});

describe('the end', () => {
  it('refuses every call after closePlugin', async () => {
    const { figma, node, calls, launch } = stage();
    const rectangle = await node('1:1');
    const { ui, currentPage } = figma;
    figma.showUI('');
    calls.length = 0;
    figma.on('close', () => calls.push(`close ${rectangle.name}`));
    figma.closePlugin('bye');
    figma.closePlugin('twice');
    expect(calls).toEqual(['close Rectangle', 'closeUi', 'closePlugin bye']);
    for (const call of [
      () => rectangle.fills,
      () => (rectangle.fills = []),
      () => currentPage.selection,
      () => figma.currentPage,
      () => figma.notify(''),
      () => figma.showUI(''),
      () => figma.createImage(pngHeader(1, 1)),
      () => figma.commitUndo(),
      () => ui.postMessage(1),
      () => launch('again'),
    ]) {
      expect(call).toThrow('closed');
    }
    await expect(figma.getNodeByIdAsync('1:1')).rejects.toThrow('closed');
    await expect(figma.clientStorage.getAsync('a')).rejects.toThrow('closed');
  });

  it('loses messages and selections that come too late', async () => {
    const { figma, deliverFromUi, document, end, calls } = stage();
    const heard = vi.fn();
    figma.showUI('');
    figma.ui.onmessage = heard;
    figma.on('selectionchange', heard);
    document.select(['1:1']);
    end();
    deliverFromUi('late');
    await soon();
    expect(heard).not.toHaveBeenCalled();
    expect(calls.at(-1)).toBe('closeUi');
  });
});
