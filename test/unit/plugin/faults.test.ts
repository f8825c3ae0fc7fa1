/** What Figma, the user and the messages in between can do to a run. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import type { LayerSpec } from '../../../src/playground/figma/layer';
import type { FigmaApi } from '../../../src/plugin/figma-api';
import { createSession } from '../../../src/plugin/session';
import { readPicture } from '../../../src/plugin/stored-image';
import { writePicture } from '../../../src/plugin/write-picture';
import { CancelToken } from '../../../src/shared/cancel';
import { METHODS, PROTOCOL_VERSION } from '../../../src/shared/protocol';
import { RECORDS_KEY, readRecords, writeRecords } from '../../../src/plugin/records';
import { findPictures } from '../../../src/plugin/find-pictures';
import { restoreOriginals } from '../../../src/plugin/restore-originals';
import { pictureUse, writeUse } from '../../support/picture-use';
import { PATTERN } from '../figma-stand-in/fixture';
import {
  SOLID,
  imagePaint,
  pluginOn,
  solidPng,
  type PluginFixture,
} from '../../support/plugin-fixture';

let small: Uint8Array;
let large: Uint8Array;
let oldHash: string;

beforeAll(async () => {
  [small, large] = await Promise.all([solidPng(10, 6, '#f00'), solidPng(20, 12, '#f00')]);
  oldHash = imageHashOf(small);
});

const use = (nodeId: string) => writeUse(pictureUse(nodeId, nodeId));

function stage(count = 1): PluginFixture {
  const layers = Array.from({ length: count }, (_, index): LayerSpec => ({
    type: 'RECTANGLE',
    id: `${index}`,
    fills: [imagePaint(oldHash)],
  }));
  return pluginOn(layers, { images: [small] });
}

/** The same API with some members that misbehave. */
function failing(figma: FigmaApi, faults: Partial<FigmaApi>): FigmaApi {
  return new Proxy(figma, {
    get: (target, name) => {
      if (name in faults) return faults[name as keyof FigmaApi];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}

describe('pictures that cannot be read', () => {
  const withBytes = (getBytesAsync: () => Promise<Uint8Array>) =>
    failing(stage().figma, {
      getImageByHash: (hash) => ({
        hash,
        getBytesAsync,
        getSizeAsync: async () => ({ width: 1, height: 1 }),
      }),
    });

  it('says so when Figma refuses', async () => {
    const figma = withBytes(() => Promise.reject(new Error('offline')));
    await expect(readPicture(figma, 'x')).rejects.toMatchObject({
      code: 'image-missing',
      technicalCause: 'offline',
    });
  });

  it('says so when the file is empty', async () => {
    await expect(
      readPicture(
        withBytes(async () => new Uint8Array()),
        'x',
      ),
    ).rejects.toMatchObject({
      code: 'image-empty',
    });
  });

  it('gives up when Figma never answers', async () => {
    vi.useFakeTimers();
    try {
      const reading = readPicture(
        withBytes(() => new Promise(() => undefined)),
        'x',
      );
      const refused = expect(reading).rejects.toMatchObject({ code: 'image-timeout' });
      await vi.advanceTimersByTimeAsync(60_000);
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('results that Figma does not take', () => {
  it.each([
    ['Image is too small', 'result-too-small'],
    ['Image is too large', 'result-too-large'],
    ['Image type is unsupported', 'result-format-refused'],
    ['Something new', 'result-refused'],
  ])('“%s” becomes %s, and nothing is written', async (text, code) => {
    const { figma, document } = stage();
    const before = document.contents();
    const broken = failing(figma, {
      createImage: () => {
        throw new Error(text);
      },
    });
    await expect(
      writePicture(broken, { imageHash: oldHash, uses: [use('0')], bytes: large, note: '' }),
    ).rejects.toMatchObject({ code });
    expect(document.contents()).toEqual(before);
  });
});

describe('writes that fail halfway', () => {
  it.each(['createRectangle', 'fills'] as const)(
    '%s throws: nothing stays behind',
    async (what) => {
      const { figma, document } = stage();
      const before = document.contents();
      const thrower = (): never => {
        throw new Error('in set_fills: no');
      };
      const broken = failing(figma, {
        ...(what === 'createRectangle' && { createRectangle: thrower }),
        ...(what === 'fills' && {
          getNodeByIdAsync: async (id: string) => {
            const node = (await figma.getNodeByIdAsync(id)) as RectangleNode;
            return new Proxy(node, {
              get: (target, name) => {
                const member: unknown = Reflect.get(target, name, target);
                return typeof member === 'function' ? (member.bind(target) as unknown) : member;
              },
              set: thrower,
            });
          },
        }),
      });
      const outcome = await writePicture(broken, {
        imageHash: oldHash,
        uses: [use('0')],
        bytes: large,
        note: '',
      });
      expect(outcome.failures[0]?.error.code).toBe('layer-read-only');
      expect(document.contents()).toEqual(before);
    },
  );

  /** A node whose `member` works `times` times and then throws once. */
  function failingAfter<T extends object>(node: T, member: string, times: number): T {
    let left = times;
    const count = (): void => {
      if (left-- === 0) throw new Error(`in ${member}: no`);
    };
    return new Proxy(node, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (name === member) count();
          return Reflect.apply(value, target, args);
        };
      },
      set: (target, name, value) => {
        if (name === member) count();
        return Reflect.set(target, name, value, target);
      },
    });
  }

  const region = { windingRule: 'NONZERO', loops: [] } as const;
  const PARTS: readonly (readonly [name: string, property: 'fills' | 'cells', () => LayerSpec])[] =
    [
      [
        'letters',
        'fills',
        () => ({
          type: 'TEXT',
          id: '0',
          segments: [
            { characters: 'ab', fills: [imagePaint(oldHash)] },
            { characters: 'cd', fills: [SOLID] },
            { characters: 'ef', fills: [SOLID, imagePaint(oldHash)] },
          ],
        }),
      ],
      [
        'cells',
        'cells',
        () => ({
          type: 'TABLE',
          id: '0',
          cells: [[[imagePaint(oldHash)], [SOLID], [imagePaint(oldHash)]]],
        }),
      ],
      [
        'regions',
        'fills',
        () => ({
          type: 'VECTOR',
          id: '0',
          vectorNetwork: {
            vertices: [],
            segments: [],
            regions: [
              { ...region, fills: [imagePaint(oldHash)] },
              { ...region, fills: [SOLID, imagePaint(oldHash)] },
            ],
          },
        }),
      ],
      [
        'a pattern beside the picture',
        'fills',
        () => ({ type: 'RECTANGLE', id: '0', fills: [PATTERN, imagePaint(oldHash)] }),
      ],
    ];
  const partStage = (layer: () => LayerSpec): PluginFixture =>
    pluginOn([{ type: 'RECTANGLE', id: '1:1' }, layer()], { images: [small] });

  it.each(PARTS)(
    '%s: a setter that throws halfway leaves all parts as they were',
    async (...row) => {
      const [name, property, layer] = row;
      const members: Record<string, string> = {
        letters: 'setRangeFills',
        regions: 'setVectorNetworkAsync',
      };
      const member = members[name] ?? 'setFillsAsync';
      for (const times of [0, 1]) {
        const { figma, document } = partStage(layer);
        const before = document.contents();
        const cells = new Map<object, TableCellNode>();
        let writes = 0;
        const broken = failing(figma, {
          getNodeByIdAsync: async (id: string) => {
            const node = await figma.getNodeByIdAsync(id);
            if (node?.type !== 'TABLE') return failingAfter(node!, member, times);
            return new Proxy(node, {
              get: (target, key) => {
                if (key !== 'cellAt') {
                  const value: unknown = Reflect.get(target, key, target);
                  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
                }
                return (row: number, column: number) => {
                  const cell = target.cellAt(row, column);
                  const known = cells.get(cell);
                  if (known) return known;
                  const proxy = new Proxy(cell, {
                    get: (inner, inside) => Reflect.get(inner, inside, inner) as unknown,
                    set: (inner, inside, value) => {
                      if (writes++ === times) throw new Error('in set_fills: no');
                      return Reflect.set(inner, inside, value, inner);
                    },
                  });
                  cells.set(cell, proxy);
                  return proxy;
                };
              },
            });
          },
        });
        const { failures } = await writePicture(broken, {
          imageHash: oldHash,
          uses: [{ ...use('0'), property }],
          bytes: large,
          note: '',
        });
        // The asynchronous setters are called once for all parts, so they cannot fail at the second.
        if (times === 1 && member.endsWith('Async') && property !== 'cells') {
          expect(failures).toEqual([]);
          continue;
        }
        expect(failures.map(({ error }) => error.code)).toEqual(['layer-read-only']);
        expect(document.contents()).toEqual(before);
      }
    },
  );

  it.each(PARTS)(
    '%s: the window is closed at any moment, and the layer is whole',
    async (...row) => {
      const [, property, layer] = row;
      for (let closeAfter = 0; closeAfter < 40; closeAfter++) {
        const { figma, document, end } = partStage(layer);
        const before = document.contents() as { layers: Record<string, object> };
        const writing = writePicture(figma, {
          imageHash: oldHash,
          uses: [{ ...use('0'), property }],
          bytes: large,
          note: '',
        }).catch(() => undefined);
        for (let turn = 0; turn < closeAfter; turn++) await null;
        end();
        await writing;
        const partsOf = (contents: typeof before): unknown[] =>
          Object.entries(contents.layers)
            .filter(([id]) => id.startsWith('0'))
            .map(([, record]) => ({ ...record, pluginData: {}, relaunchData: {} }));
        const after = partsOf(document.contents() as typeof before);
        const untouched = partsOf(before);
        const done = JSON.parse(
          JSON.stringify(untouched).replaceAll(oldHash, imageHashOf(large)),
        ) as unknown[];
        const isDone = isDeepStrictEqual(after, done);
        // Never some parts without the others.
        if (!isDone) expect(after).toEqual(untouched);
        // What shows a new picture has its original noted and kept; a note too many does no harm.
        if (isDone) {
          expect(Object.keys(document.layer('0')!.pluginData)).toEqual([RECORDS_KEY]);
          expect(document.reopened().imageBytes(oldHash)).toEqual(small);
        }
        document.undo();
        expect(document.contents()).toEqual(before);
      }
    },
  );

  it('a note too many, of a write that never happened, is forgotten at the next one', async () => {
    const { figma, document } = stage();
    const node = (await figma.getNodeByIdAsync('0')) as RectangleNode;
    writeRecords(node, [
      {
        property: 'fills',
        original: oldHash,
        enhanced: 'e'.repeat(40),
        scale: 2,
        tiles: [],
        styleId: null,
        keptIn: ['0:1'],
      },
    ]);
    document.select(['0']);
    const nothing = await restoreOriginals(figma, null, new CancelToken());
    expect(nothing).toEqual({ restoredNodeIds: [], failures: [] });
    await writePicture(figma, { imageHash: oldHash, uses: [use('0')], bytes: large, note: '' });
    expect(readRecords(node).map(({ enhanced }) => enhanced)).toEqual([imageHashOf(large)]);
  });

  it('a page that cannot be loaded fails the layer on it, not the others', async () => {
    const fixture = pluginOn([{ type: 'RECTANGLE', id: '0', fills: [imagePaint(oldHash)] }], {
      images: [small],
      pages: [
        { id: 'far', layers: [{ type: 'RECTANGLE', id: '9', fills: [imagePaint(oldHash)] }] },
      ],
    });
    const page = (await fixture.figma.getNodeByIdAsync('far')) as PageNode;
    const broken = failing(fixture.figma, {
      getNodeByIdAsync: async (id: string) => {
        const node = await fixture.figma.getNodeByIdAsync(id);
        if (id !== '9') return node;
        return new Proxy(node!, {
          get: (target, name) => {
            if (name === 'parent') return failingAfter(page, 'loadAsync', 0);
            const member: unknown = Reflect.get(target, name, target);
            return typeof member === 'function' ? (member.bind(target) as unknown) : member;
          },
        });
      },
    });
    const outcome = await writePicture(broken, {
      imageHash: oldHash,
      uses: [use('9'), use('0')],
      bytes: large,
      note: '',
    });
    expect(outcome.writtenNodeIds).toEqual(['0']);
    expect(outcome.failures.map(({ nodeId }) => nodeId)).toEqual(['9']);
    expect(fixture.document.layer('9')!.fills).toEqual([imagePaint(oldHash)]);
  });

  it('a layer that holds all the notes it can is left alone, and the notes stay below 100 kB', async () => {
    const { figma, document } = pluginOn(
      [
        {
          type: 'TABLE',
          id: '0',
          cells: [
            Array.from({ length: 101 }, (_, index) => [
              imagePaint(index === 100 ? oldHash : index.toString(16).padStart(40, '0')),
            ]),
          ],
        },
      ],
      { images: [small] },
    );
    const table = (await figma.getNodeByIdAsync('0')) as TableNode;
    const factor = 0.1234567890123456;
    writeRecords(
      table,
      Array.from({ length: 100 }, (_, index) => ({
        property: 'cells' as const,
        original: 'f'.repeat(40),
        enhanced: index.toString(16).padStart(40, '0'),
        scale: factor,
        tiles: Array.from({ length: 8 }, (__, tile): [number, number] => [factor, factor + tile]),
        styleId: `S:${'a'.repeat(40)},123456:123456`,
        keptIn: Array.from({ length: 4 }, (__, page) => `${page}`.repeat(64)),
      })),
    );
    expect(table.getPluginData(RECORDS_KEY).length).toBeLessThan(90_000);
    const before = document.contents();
    const { failures } = await writePicture(figma, {
      imageHash: oldHash,
      uses: [{ ...use('0'), property: 'cells' }],
      bytes: large,
      note: '',
    });
    expect(failures.map(({ error }) => error.code)).toEqual(['originals-full']);
    expect(document.contents()).toEqual(before);
  });

  it('pictures that are enhanced again and again leave one note at most', async () => {
    const { figma } = stage();
    const node = (await figma.getNodeByIdAsync('0')) as RectangleNode;
    for (let round = 1; round <= 200; round++) {
      const [before, after] = [round % 2 === 1 ? small : large, round % 2 === 1 ? large : small];
      const hash = imageHashOf(before);
      await writePicture(figma, { imageHash: hash, uses: [use('0')], bytes: after, note: '' });
      expect(readRecords(node).length).toBeLessThanOrEqual(1);
    }
  });

  it('the window is closed at any moment: every layer is as it was or done, in one undo step', async () => {
    const newHash = imageHashOf(large);
    for (let closeAfter = 0; closeAfter < 60; closeAfter++) {
      const { figma, document, end } = stage(4);
      const before = document.contents();
      const writing = writePicture(figma, {
        imageHash: oldHash,
        uses: ['0', '1', '2', '3'].map(use),
        bytes: large,
        note: '',
      }).catch(() => undefined);
      for (let turn = 0; turn < closeAfter; turn++) await null;
      end();
      await writing;
      const layers = document.snapshot().filter(({ visible }) => visible);
      const done = layers.filter(({ fills }) => JSON.stringify(fills).includes(newHash));
      for (const { id } of layers) {
        const isNoted = Object.keys(document.layer(id)!.pluginData).length > 0;
        expect(isNoted).toBe(done.some((layer) => layer.id === id));
      }
      const keepers = document.snapshot().filter(({ visible }) => !visible);
      expect(keepers).toHaveLength(done.length > 0 ? 1 : 0);
      document.undo();
      expect(document.contents()).toEqual(before);
    }
  });
});

describe('restores that fail halfway', () => {
  /** A detached layer, enhanced, whose members of these names do what they are told. */
  async function enhanced(faults: Record<string, (node: RectangleNode) => Promise<void>>) {
    const fixture = pluginOn(
      [{ type: 'RECTANGLE', id: '0', fills: [imagePaint(oldHash)], fillStyleId: 'S:1' }],
      { images: [small], styles: [{ id: 'S:1', name: 'Photo', paints: [imagePaint(oldHash)] }] },
    );
    const { figma } = fixture;
    await writePicture(figma, {
      imageHash: oldHash,
      uses: [{ ...use('0'), styleId: 'S:1', target: 'detached' }],
      bytes: large,
      note: '',
    });
    const broken = failing(figma, {
      getNodeByIdAsync: async (id: string) => {
        const node = await figma.getNodeByIdAsync(id);
        if (id !== '0' || node?.type !== 'RECTANGLE') return node;
        return new Proxy(node, {
          get: (target, name) => {
            const fault = faults[String(name)];
            if (fault) return () => fault(target);
            const member: unknown = Reflect.get(target, name, target);
            return typeof member === 'function' ? (member.bind(target) as unknown) : member;
          },
          set: (target, name, value) => Reflect.set(target, name, value, target),
        });
      },
    });
    return { ...fixture, broken };
  }
  const restore = (figma: FigmaApi) => restoreOriginals(figma, [use('0')], new CancelToken());

  it('a style that cannot be followed again leaves the layer enhanced, with its original noted', async () => {
    const { figma, broken, document, layer } = await enhanced({
      setFillStyleIdAsync: () => Promise.reject(new Error('in setFillStyleIdAsync: no')),
    });
    const before = document.contents();
    const { restoredNodeIds, failures } = await restore(broken);
    expect(restoredNodeIds).toEqual([]);
    expect(failures.map(({ error }) => error.code)).toEqual(['layer-read-only']);
    expect(document.contents()).toEqual(before);
    expect(await restore(figma)).toEqual({ restoredNodeIds: ['0'], failures: [] });
    expect(layer('0').fills).toEqual([imagePaint(oldHash)]);
    expect(document.layer('0')?.fillStyleId).toBe('S:1');
  });

  it('what the user shows meanwhile stays, without a note', async () => {
    const { broken, document, layer } = await enhanced({
      setFillStyleIdAsync: async (node) => {
        node.fills = [SOLID];
        throw new Error('in setFillStyleIdAsync: no');
      },
    });
    expect((await restore(broken)).failures).toHaveLength(1);
    expect(layer('0').fills).toEqual([SOLID]);
    expect(document.layer('0')?.pluginData).toEqual({});
  });

  it('styles that cannot be listed keep the originals, and the layer is restored', async () => {
    const { figma, document, layer } = await enhanced({});
    const broken = failing(figma, {
      getLocalPaintStylesAsync: () => Promise.reject(new Error('offline')),
    });
    expect(await restore(broken)).toEqual({ restoredNodeIds: ['0'], failures: [] });
    expect(layer('0').fills).toEqual([imagePaint(oldHash)]);
    expect(JSON.stringify(document.contents())).toContain('onestep-keeper');
  });
});

describe('what cannot be reached', () => {
  it('a page that does not load fails the reading with a code, and nothing hangs', async () => {
    const { figma } = stage();
    const page = {
      children: [],
      loadAsync: () => Promise.reject(new Error('offline')),
    } as unknown as PageNode;
    const broken = failing(figma, { root: { children: [page] } as unknown as DocumentNode });
    await expect(
      findPictures(
        broken,
        { area: 'document', includeHiddenAndLocked: false },
        { signal: new CancelToken(), reportProgress: () => undefined },
      ),
    ).rejects.toThrow('offline');
    // And what was changed for the reading is changed back.
    expect(figma.skipInvisibleInstanceChildren).toBe(false);
  });

  it('hidden layers of instances: selected ones are read and written, and restored', async () => {
    const fixture = pluginOn(
      [
        {
          type: 'COMPONENT',
          id: 'card',
          children: [
            { type: 'RECTANGLE', id: 'photo', visible: false, fills: [imagePaint(oldHash)] },
          ],
        },
        { type: 'INSTANCE', id: 'one', mainComponentId: 'card' },
      ],
      { images: [small] },
    );
    const { figma, document, layer } = fixture;
    const read = (area: 'selection' | 'page', includeHiddenAndLocked: boolean) =>
      findPictures(
        figma,
        { area, includeHiddenAndLocked },
        { signal: new CancelToken(), reportProgress: () => undefined },
      );
    document.select(['Ione;photo']);
    expect((await read('selection', false)).pictures).toHaveLength(1);
    document.select(['one']);
    expect(await read('selection', false)).toMatchObject({ pictures: [], hiddenOrLocked: 1 });
    const { pictures } = await read('page', true);
    const uses = pictures[0]!.uses.filter(({ nodeId }) => nodeId === 'Ione;photo');
    expect(uses).toHaveLength(1);
    await read('page', false);
    await writePicture(figma, {
      imageHash: oldHash,
      uses: uses.map((one) => writeUse(one)),
      bytes: large,
      note: '',
    });
    expect(layer('Ione;photo').fills).toEqual([imagePaint(imageHashOf(large))]);
    await restoreOriginals(figma, null, new CancelToken());
    expect(layer('Ione;photo').fills).toEqual([imagePaint(oldHash)]);
    expect(JSON.stringify(document.contents())).not.toContain('onestep-');
  });
});

describe('messages', () => {
  const envelope = (id: number, method: string, params: unknown, version = PROTOCOL_VERSION) => ({
    onestep: version,
    type: 'request',
    id,
    method,
    params,
  });

  async function session(): Promise<PluginFixture> {
    const fixture = stage();
    createSession(fixture.figma, '<html>').launch('batch');
    return fixture;
  }
  const write = () => ({ imageHash: oldHash, uses: [use('0')], bytes: large, note: '' });

  it('that arrive twice are obeyed once', async () => {
    const { deliverFromUi, toUi, document } = await session();
    deliverFromUi(envelope(1, 'picture/write', write()));
    deliverFromUi(envelope(1, 'picture/write', write()));
    await vi.waitFor(() => expect(toUi).toHaveLength(1));
    expect(toUi[0]).toMatchObject({ type: 'result', result: { writtenNodeIds: ['0'] } });
    expect(document.snapshot()).toHaveLength(2);
  });

  it('of an older version are refused, and change nothing', async () => {
    const { deliverFromUi, toUi, document } = await session();
    const before = document.contents();
    deliverFromUi(envelope(1, 'picture/write', write(), PROTOCOL_VERSION - 1));
    deliverFromUi(envelope(2, 'picture/write', { ...write(), uses: [{ nodeId: '0' }] }));
    await vi.waitFor(() => expect(toUi).toHaveLength(2));
    expect(toUi).toMatchObject([
      { type: 'failure', error: { code: 'protocol-version' } },
      { type: 'failure', error: { code: 'protocol-message' } },
    ]);
    expect(document.contents()).toEqual(before);
  });

  it('of a newer version, twice, late or cancelled before, leave the document whole', async () => {
    const { deliverFromUi, toUi, document } = await session();
    const before = document.contents();
    deliverFromUi(envelope(1, 'picture/write', write(), PROTOCOL_VERSION + 1));
    deliverFromUi({ onestep: PROTOCOL_VERSION, type: 'cancel', id: 2 });
    deliverFromUi(envelope(2, 'picture/write', write()));
    await vi.waitFor(() => expect(toUi).toHaveLength(2));
    expect(toUi).toMatchObject([
      { type: 'failure', error: { code: 'protocol-version' } },
      { type: 'failure', error: { code: 'cancelled' } },
    ]);
    expect(document.contents()).toEqual(before);
    // The same question under another id: what is there already is not written again.
    deliverFromUi(envelope(3, 'picture/write', write()));
    await vi.waitFor(() => expect(toUi).toHaveLength(3));
    const written = document.contents();
    deliverFromUi(envelope(4, 'picture/write', write()));
    await vi.waitFor(() => expect(toUi).toHaveLength(4));
    expect(toUi[3]).toMatchObject({ type: 'result', result: { failures: [] } });
    expect(document.contents()).toEqual(written);
  });

  it('of any kind, in any order, are answered once at most and never break a document', async () => {
    const anyMessage = fc.oneof(
      { weight: 1, arbitrary: fc.anything() },
      {
        weight: 4,
        arbitrary: fc.record({
          onestep: fc.constantFrom<unknown>(PROTOCOL_VERSION, PROTOCOL_VERSION - 1, 99, 'x'),
          type: fc.constantFrom('request', 'request', 'cancel', 'result', 'portion', 'nonsense'),
          id: fc.oneof(fc.integer({ min: -1, max: 6 }), fc.string()),
          method: fc.oneof(fc.constantFrom(...Object.keys(METHODS)), fc.string()),
          params: fc.oneof(
            fc.anything(),
            fc.record({
              imageHash: fc.constantFrom('', 'x', '0'.repeat(40)),
              uses: fc.oneof(fc.constant(null), fc.array(fc.constant(use('0')))),
              bytes: fc.oneof(fc.uint8Array(), fc.string()),
              note: fc.string(),
              area: fc.constantFrom('page', 'document', 'nowhere'),
              includeHiddenAndLocked: fc.boolean(),
              nodeId: fc.constantFrom('0', '9:9'),
            }),
          ),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyMessage, { maxLength: 8 }), async (messages) => {
        const { deliverFromUi, toUi, document, end } = await session();
        const before = document.contents();
        for (const message of messages) {
          try {
            deliverFromUi(message);
          } catch (thrown) {
            // What no window could send, for example a symbol, is the stand-in's to refuse.
            expect(thrown).toBeInstanceOf(TypeError);
          }
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
        const asked = messages.filter(
          (message) => (message as { type?: unknown } | null | undefined)?.type === 'request',
        );
        const answers = toUi.filter((message) =>
          ['result', 'failure'].includes((message as { type: string }).type),
        );
        expect(answers.length).toBeLessThanOrEqual(asked.length);
        expect(document.contents()).toEqual(before);
        end();
      }),
      { numRuns: 300 },
    );
  });

  it('that come after the end are lost without a sound', async () => {
    const { deliverFromUi, toUi, document, end } = await session();
    const before = document.contents();
    end();
    deliverFromUi(envelope(1, 'picture/write', write()));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(toUi).toEqual([]);
    expect(document.contents()).toEqual(before);
  });
});
