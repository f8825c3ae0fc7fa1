import { beforeAll, describe, expect, it } from 'vitest';
import { CancelToken } from '../../../src/shared/cancel';
import type { Scope, Selection } from '../../../src/shared/protocol';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import type { LayerSpec } from '../../../src/playground/figma/layer';
import { Breather } from '../../../src/plugin/breather';
import { findPictures } from '../../../src/plugin/find-pictures';
import { pictureOf, pictureUse } from '../../support/picture-use';
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

async function read(
  layers: LayerSpec[],
  select: string[],
  more: Parameters<typeof pluginOn>[1] = {},
  scope: Partial<Scope> = {},
): Promise<Selection> {
  const { figma, document } = pluginOn(layers, { images: [red, blue], ...more });
  document.select(select);
  return findPictures(
    figma,
    { area: 'selection', includeHiddenAndLocked: false, ...scope },
    { signal: new CancelToken(), reportProgress: () => {} },
  );
}

const skippedCodes = (selection: Selection): string[] =>
  selection.skipped.map(({ nodeId, error }) => `${nodeId} ${error.code}`);

const originalsKept = ({ pictures }: Selection): (readonly [string, boolean])[] =>
  pictures.flatMap(({ uses }) =>
    uses.map(({ nodeId, originalCanBeKept }) => [nodeId, originalCanBeKept] as const),
  );

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
      pictureOf(redHash, 30, 20, [pictureUse('frame', 'Frame'), pictureUse('ellipse', 'Avatar')]),
      pictureOf(blueHash, 8, 9, [pictureUse('star', 'Star', { property: 'strokes' })]),
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
    'SHAPE_WITH_TEXT',
    'TABLE',
    'SLIDE',
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
    const shader = { type: 'SHADER', id: 's' } as const;
    const future = { type: 'HOLOGRAM' } as unknown as Paint;
    const selection = await read(
      [
        { type: 'RECTANGLE', id: 'video', fills: [video] },
        { type: 'RECTANGLE', id: 'null', fills: [imagePaint(null)] },
        { type: 'RECTANGLE', id: 'lost', fills: [imagePaint('0'.repeat(40))] },
        { type: 'RECTANGLE', id: 'shader', fills: [shader, imagePaint(redHash)] },
        { type: 'RECTANGLE', id: 'future', fills: [imagePaint(redHash), future] },
      ],
      ['video', 'null', 'lost', 'shader', 'future'],
    );
    expect(selection.pictures).toEqual([]);
    expect(skippedCodes(selection).sort()).toEqual([
      'future unknown-fill',
      'lost image-missing',
      'null image-missing',
      'shader shader-fill',
      'video video-fill',
    ]);
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

  it('finds pictures in letters, regions and cells, each with the box it is placed in', async () => {
    const region = { windingRule: 'NONZERO', loops: [] } as const;
    const selection = await read(
      [
        {
          type: 'TEXT',
          id: 'text',
          width: 50,
          height: 10,
          segments: [
            { characters: 'ab', fills: [imagePaint(redHash)] },
            { characters: 'cd', fills: [SOLID] },
            { characters: 'ef', fills: [imagePaint(redHash), imagePaint(blueHash)] },
          ],
        },
        {
          type: 'VECTOR',
          id: 'vector',
          vectorNetwork: {
            vertices: [],
            segments: [],
            regions: [
              { ...region, fills: [imagePaint(redHash)] },
              { ...region, fills: [SOLID] },
            ],
          },
        },
        {
          type: 'TABLE',
          id: 'table',
          width: 60,
          height: 30,
          cells: [
            [[imagePaint(redHash)], [SOLID], []],
            [[], [], [imagePaint(redHash)]],
          ],
        },
      ],
      ['text', 'vector', 'table'],
    );
    const red = selection.pictures.find(({ imageHash }) => imageHash === redHash)!;
    expect(
      red.uses.map(({ nodeId, property, placements }) => [
        nodeId,
        property,
        placements.map(({ width, height }) => `${width}x${height}`),
      ]),
    ).toEqual([
      ['text', 'fills', ['50x10', '50x10']],
      ['vector', 'fills', ['100x100']],
      ['table', 'cells', ['20x15', '20x15']],
    ]);
    expect(selection.skipped).toEqual([]);
  });

  it('finds pictures in labels, each with the box of what they label', async () => {
    const letters = [
      { characters: 'ab', fills: [imagePaint(redHash)] },
      { characters: 'cd', fills: [SOLID] },
    ];
    const selection = await read(
      [
        { type: 'STICKY', id: 'sticky', fills: [imagePaint(redHash)], label: letters },
        { type: 'SHAPE_WITH_TEXT', id: 'shape', label: letters.slice(0, 1) },
        { type: 'CONNECTOR', id: 'line', labelBackground: [imagePaint(redHash)] },
        { type: 'CONNECTOR', id: 'empty' },
        {
          type: 'TABLE',
          id: 'table',
          width: 60,
          height: 30,
          cells: [[[], [SOLID], []]],
          cellLabels: [[letters, [], letters.slice(0, 1)]],
        },
      ],
      ['sticky', 'shape', 'line', 'empty', 'table'],
    );
    expect(
      selection.pictures[0]?.uses.map(({ nodeId, property, placements }) => [
        nodeId,
        property,
        placements.map(({ width, height }) => `${width}x${height}`),
      ]),
    ).toEqual([
      ['sticky', 'fills', ['100x100']],
      ['sticky', 'label', ['100x100']],
      ['shape', 'label', ['100x100']],
      ['line', 'label', ['100x100']],
      ['table', 'label', ['20x30', '20x30']],
    ]);
    expect(selection.skipped).toEqual([]);
  });

  it('says of which style a picture comes, also by letters', async () => {
    const paints = [imagePaint(redHash)];
    const selection = await read(
      [
        { type: 'RECTANGLE', id: 'a', fills: paints, fillStyleId: 'S:1' },
        { type: 'RECTANGLE', id: 'b', strokes: paints, strokeStyleId: 'S:2' },
        {
          type: 'TEXT',
          id: 'text',
          segments: [
            { characters: 'a', fills: paints, fillStyleId: 'S:1' },
            { characters: 'b', fills: paints },
          ],
        },
      ],
      ['a', 'b', 'text'],
      {
        styles: [
          { id: 'S:1', name: 'Photo', paints },
          { id: 'S:2', name: 'Library', paints, remote: true },
        ],
      },
    );
    expect(selection.pictures).toHaveLength(1);
    expect(
      selection.pictures[0]!.uses.map(({ nodeId, styleId, style }) => [nodeId, styleId, style]),
    ).toEqual([
      ['a', 'S:1', { name: 'Photo', remote: false }],
      ['b', 'S:2', { name: 'Library', remote: true }],
      ['text', 'S:1', { name: 'Photo', remote: false }],
      ['text', null, null],
    ]);
  });

  it('says which pictures come from a main component', async () => {
    const selection = await read(
      [
        {
          type: 'COMPONENT',
          id: 'card',
          name: 'Card',
          fills: [imagePaint(blueHash)],
          children: [
            { type: 'RECTANGLE', id: 'same', fills: [imagePaint(redHash)] },
            { type: 'RECTANGLE', id: 'other', fills: [imagePaint(redHash)] },
          ],
        },
        { type: 'INSTANCE', id: 'copy', mainComponentId: 'card' },
      ],
      ['copy'],
    );
    expect(
      selection.pictures.flatMap(({ uses }) =>
        uses.map(({ nodeId, component }) => [nodeId, component]),
      ),
    ).toEqual([
      ['copy', { name: 'Card', remote: false }],
      ['Icopy;same', { name: 'Card', remote: false }],
      ['Icopy;other', { name: 'Card', remote: false }],
    ]);
  });

  it('names a variant together with its set', async () => {
    const selection = await read(
      [
        {
          type: 'COMPONENT_SET',
          id: 'set',
          name: 'Card',
          children: [
            {
              type: 'COMPONENT',
              id: 'variant',
              name: 'State=Default',
              fills: [imagePaint(redHash)],
            },
          ],
        },
        { type: 'INSTANCE', id: 'copy', mainComponentId: 'variant' },
      ],
      ['copy'],
    );
    expect(selection.pictures[0]?.uses[0]?.component).toEqual({
      name: 'Card, State=Default',
      remote: false,
    });
  });

  it.each([
    ['figma', [['layer', true]]],
    ['figjam', [['layer', true]]],
    ['buzz', [['layer', false]]],
  ] as const)('says whether originals can be kept: in %s', async (editorType, kept) => {
    const layers: LayerSpec[] = [{ type: 'RECTANGLE', id: 'layer', fills: [imagePaint(redHash)] }];
    const selection = await read(layers, ['layer'], { images: [red], editorType });
    expect(originalsKept(selection)).toEqual(kept);
  });

  it('says whether originals can be kept: on a slide, but not beside it', async () => {
    const selection = await read(
      [
        {
          type: 'SLIDE',
          id: 'slide',
          children: [{ type: 'RECTANGLE', id: 'on', fills: [imagePaint(redHash)] }],
        },
        { type: 'RECTANGLE', id: 'beside', fills: [imagePaint(redHash)] },
      ],
      ['slide', 'beside'],
      { images: [red], editorType: 'slides' },
    );
    expect(originalsKept(selection)).toEqual([
      ['on', true],
      ['beside', false],
    ]);
  });

  it('reads the page, or every page, loading one after another', async () => {
    const page = (id: string): LayerSpec => ({
      type: 'FRAME',
      id,
      children: [{ type: 'RECTANGLE', id: `${id}-photo`, fills: [imagePaint(redHash)] }],
    });
    const more = {
      pages: [
        { id: '7:0', layers: [page('b')] },
        { id: '8:0', layers: [page('c')] },
      ],
    };
    const ids = (selection: Selection): string[] =>
      selection.pictures.flatMap(({ uses }) => uses.map(({ nodeId }) => nodeId));
    expect(ids(await read([page('a')], [], more, { area: 'page' }))).toEqual(['a-photo']);
    expect(ids(await read([page('a')], [], more, { area: 'document' }))).toEqual([
      'a-photo',
      'b-photo',
      'c-photo',
    ]);
  });

  it('takes hidden and locked layers and hidden paints when asked to', async () => {
    const selection = await read(
      [
        {
          type: 'FRAME',
          id: 'frame',
          children: [
            { type: 'RECTANGLE', id: 'hidden', visible: false, fills: [imagePaint(redHash)] },
            { type: 'RECTANGLE', id: 'locked', locked: true, fills: [imagePaint(redHash)] },
            { type: 'RECTANGLE', id: 'paint', fills: [imagePaint(redHash, { visible: false })] },
          ],
        },
      ],
      ['frame'],
      {},
      { includeHiddenAndLocked: true },
    );
    expect(
      selection.pictures[0]!.uses.map(({ nodeId, includesHidden }) => [nodeId, includesHidden]),
    ).toEqual([
      ['hidden', true],
      ['locked', true],
      ['paint', true],
    ]);
    expect(selection.hiddenOrLocked).toBe(0);
  });

  it('stops when cancelled, at the next turn of the editor', async () => {
    const children = Array.from({ length: 450 }, (): LayerSpec => ({ type: 'RECTANGLE' }));
    const { figma, document } = pluginOn([{ type: 'FRAME', id: 'frame', children }]);
    document.select(['frame']);
    const token = new CancelToken();
    const seen: number[] = [];
    let time = 0;
    const reading = findPictures(
      figma,
      { area: 'selection', includeHiddenAndLocked: false },
      {
        signal: token,
        reportProgress: ({ done }) => {
          seen.push(done);
          token.cancel();
        },
        breather: new Breather(() => (time += 1)),
      },
    );
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toHaveLength(1);
  });
});
