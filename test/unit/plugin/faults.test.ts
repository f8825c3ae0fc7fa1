/** What Figma, the user and the messages in between can do to a run. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import type { LayerSpec } from '../../../src/playground/figma/layer';
import type { FigmaApi } from '../../../src/plugin/figma-api';
import { createSession } from '../../../src/plugin/session';
import { readPicture } from '../../../src/plugin/stored-image';
import { writePicture } from '../../../src/plugin/write-picture';
import { PROTOCOL_VERSION } from '../../../src/shared/protocol';
import { pictureUse, writeUse } from '../../support/picture-use';
import { imagePaint, pluginOn, solidPng, type PluginFixture } from '../../support/plugin-fixture';

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
