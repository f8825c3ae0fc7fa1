import { beforeAll, describe, expect, it } from 'vitest';
import { CancelToken } from '../../../src/shared/cancel';
import type { Selection } from '../../../src/shared/protocol';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import type { LayerSpec } from '../../../src/playground/figma/layer';
import { readSelection } from '../../../src/plugin/selection';
import { SOLID, imagePaint, pluginOn, solidPng } from '../../support/plugin-fixture';

let red: Uint8Array;
let blue: Uint8Array;
let redHash: string;
let blueHash: string;

beforeAll(async () => {
  red = await solidPng(30, 20, '#f00');
  blue = await solidPng(8, 9, '#00f');
  [redHash, blueHash] = [imageHashOf(red), imageHashOf(blue)];
});

async function read(layers: LayerSpec[], select: string[], more = {}): Promise<Selection> {
  const { figma, document } = pluginOn(layers, { images: [red, blue], ...more });
  document.select(select);
  return readSelection(figma, new CancelToken(), () => {});
}

const skippedCodes = (selection: Selection): string[] =>
  selection.skipped.map(({ nodeId, error }) => `${nodeId} ${error.code}`);

describe('reading the selection', () => {
  it('finds fills and strokes at and below the selection, once for each image', async () => {
    const selection = await read(
      [
        {
          type: 'FRAME',
          id: 'frame',
          fills: [imagePaint(redHash)],
          children: [
            { type: 'ELLIPSE', id: 'ellipse', name: 'Avatar', fills: [SOLID, imagePaint(redHash)] },
            {
              type: 'GROUP',
              id: 'group',
              children: [{ type: 'STAR', id: 'star', strokes: [imagePaint(blueHash)] }],
            },
            { type: 'RECTANGLE', id: 'plain', fills: [SOLID] },
          ],
        },
        { type: 'RECTANGLE', id: 'elsewhere', fills: [imagePaint(blueHash)] },
      ],
      ['frame'],
    );
    expect(selection.pictures).toEqual([
      {
        imageHash: redHash,
        width: 30,
        height: 20,
        uses: [
          { nodeId: 'frame', nodeName: expect.any(String), property: 'fills' },
          { nodeId: 'ellipse', nodeName: 'Avatar', property: 'fills' },
        ],
      },
      {
        imageHash: blueHash,
        width: 8,
        height: 9,
        uses: [{ nodeId: 'star', nodeName: expect.any(String), property: 'strokes' }],
      },
    ]);
    expect(selection.skipped).toEqual([]);
  });

  it.each([
    'RECTANGLE',
    'ELLIPSE',
    'POLYGON',
    'STAR',
    'LINE',
    'VECTOR',
    'TEXT',
    'FRAME',
    'SECTION',
    'COMPONENT',
    'COMPONENT_SET',
    'BOOLEAN_OPERATION',
    'STICKY',
  ] as const)('reads the fills of a %s', async (type) => {
    const selection = await read([{ type, id: 'a', fills: [imagePaint(redHash)] }], ['a']);
    expect(selection.pictures.map(({ imageHash }) => imageHash)).toEqual([redHash]);
  });

  it('leaves hidden and locked layers below the selection alone and counts them', async () => {
    const image = { fills: [imagePaint(redHash)] };
    const layers: LayerSpec[] = [
      {
        type: 'FRAME',
        id: 'frame',
        children: [
          { type: 'RECTANGLE', id: 'hidden', visible: false, ...image },
          {
            type: 'FRAME',
            id: 'locked',
            locked: true,
            children: [{ type: 'RECTANGLE', ...image }],
          },
        ],
      },
    ];
    expect(await read(layers, ['frame'])).toMatchObject({ pictures: [], hiddenOrLocked: 2 });
    // Who selects such a layer itself means it.
    expect(await read(layers, ['hidden'])).toMatchObject({
      pictures: [{ imageHash: redHash }],
      hiddenOrLocked: 0,
    });
  });

  it('ignores invisible paints', async () => {
    const fills = [imagePaint(redHash, { visible: false }), imagePaint(blueHash)];
    const selection = await read([{ type: 'RECTANGLE', id: 'a', fills }], ['a']);
    expect(selection.pictures.map(({ imageHash }) => imageHash)).toEqual([blueHash]);
  });

  it('says why a layer is left alone', async () => {
    const video = { type: 'VIDEO', scaleMode: 'FILL', videoHash: 'v' } as const;
    const shader = { type: 'SHADER', shaderId: 's' } as unknown as Paint;
    const selection = await read(
      [
        { type: 'RECTANGLE', id: 'video', fills: [video] },
        { type: 'RECTANGLE', id: 'null', fills: [imagePaint(null)] },
        { type: 'RECTANGLE', id: 'lost', fills: [imagePaint('0'.repeat(40))] },
        { type: 'RECTANGLE', id: 'shader', fills: [shader, imagePaint(redHash)] },
        {
          type: 'RECTANGLE',
          id: 'style',
          fills: [imagePaint(redHash)],
          fillStyleId: 'S:photo',
        },
        {
          type: 'TEXT',
          id: 'text',
          segments: [
            { characters: 'ab', fills: [imagePaint(redHash)] },
            { characters: 'cd', fills: [SOLID] },
          ],
        },
      ],
      ['video', 'null', 'lost', 'shader', 'style', 'text'],
      { styles: [{ id: 'S:photo', name: 'Photo', paints: [imagePaint(redHash)] }] },
    );
    expect(selection.pictures).toEqual([]);
    expect(skippedCodes(selection).sort()).toEqual([
      'lost image-missing',
      'null image-missing',
      'shader shader-fill',
      'style style-fill',
      'text mixed-text-fills',
      'video video-fill',
    ]);
    const style = selection.skipped.find(({ nodeId }) => nodeId === 'style');
    expect(style?.error.details).toEqual({ style: 'Photo' });
  });

  it('enhances the image beside a video in the same layer', async () => {
    const video = { type: 'VIDEO', scaleMode: 'FILL', videoHash: 'v' } as const;
    const selection = await read(
      [{ type: 'RECTANGLE', id: 'both', fills: [video, imagePaint(redHash)] }],
      ['both'],
    );
    expect(selection.pictures).toHaveLength(1);
    expect(skippedCodes(selection)).toEqual(['both video-fill']);
  });

  it('reports progress on large selections and stops when cancelled', async () => {
    const children = Array.from({ length: 450 }, (): LayerSpec => ({ type: 'RECTANGLE' }));
    const { figma, document } = pluginOn([{ type: 'FRAME', id: 'frame', children }]);
    document.select(['frame']);
    const token = new CancelToken();
    const seen: number[] = [];
    const reading = readSelection(figma, token, ({ done }) => {
      seen.push(done);
      token.cancel();
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toHaveLength(1);
  });
});
