import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import { swapImage } from '../../../src/plugin/paints';
import { placeBeside } from '../../../src/plugin/place-beside';
import { restoreOriginals } from '../../../src/plugin/restore-originals';
import { writePicture } from '../../../src/plugin/write-picture';
import { CancelToken } from '../../../src/shared/cancel';
import type { LayerRecord, LayerSpec } from '../../../src/playground/figma/layer';
import type { MethodParams, WriteUse } from '../../../src/shared/protocol';
import { pictureUse, writeUse } from '../../support/picture-use';
import {
  SOLID,
  imagePaint,
  pluginOn,
  pluginRunningOn,
  solidPng,
} from '../../support/plugin-fixture';

let small: Uint8Array;
let large: Uint8Array;
let oldHash: string;
let newHash: string;

beforeAll(async () => {
  small = await solidPng(10, 6, '#f00');
  large = await solidPng(40, 24, '#f00');
  [oldHash, newHash] = [imageHashOf(small), imageHashOf(large)];
});

const use = (nodeId: string, changes: Partial<WriteUse> = {}): WriteUse => ({
  ...writeUse(pictureUse(nodeId, nodeId)),
  ...changes,
});

describe('write-back', () => {
  it('replaces the hash and nothing else, in every use', async () => {
    const other = await solidPng(3, 3, '#0f0');
    const sibling = imagePaint(imageHashOf(other));
    const crop = imagePaint(oldHash, {
      scaleMode: 'CROP',
      imageTransform: [
        [0.5, 0, 0.1],
        [0, 0.5, 0.2],
      ],
      opacity: 0.5,
      blendMode: 'MULTIPLY',
      filters: { contrast: 0.3 },
    });
    const { figma, document, layer } = pluginOn(
      [
        { type: 'RECTANGLE', id: 'a', width: 7, height: 5, fills: [SOLID, crop, sibling] },
        { type: 'ELLIPSE', id: 'b', strokes: [imagePaint(oldHash, { visible: false })] },
      ],
      { images: [small, other] },
    );
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('a'), use('b', { property: 'strokes', includesHidden: true })],
      bytes: large,
      note: '',
    });
    expect(outcome).toEqual({
      imageHash: newHash,
      writtenNodeIds: ['a', 'b'],
      failures: [],
      originalsKept: true,
    });
    expect(layer('a')).toMatchObject({
      width: 7,
      height: 5,
      fills: [SOLID, { ...crop, imageHash: newHash }, sibling],
    });
    expect(layer('b').strokes).toEqual([imagePaint(newHash, { visible: false })]);
    expect(document.imageBytes(newHash)).toEqual(large);
  });

  it('keeps the size of a tiled pattern', async () => {
    const { figma, layer } = pluginOn(
      [
        {
          type: 'RECTANGLE',
          id: 'a',
          fills: [imagePaint(oldHash, { scaleMode: 'TILE', scalingFactor: 0.5 })],
        },
      ],
      { images: [small] },
    );
    await writePicture(figma, { imageHash: oldHash, uses: [use('a')], bytes: large, note: '' });
    expect(layer('a').fills).toEqual([
      imagePaint(newHash, { scaleMode: 'TILE', scalingFactor: 0.125 }),
    ]);
  });

  it('leaves layers alone that changed, were deleted, or got a style meanwhile', async () => {
    const { figma, layer } = pluginOn(
      [
        { type: 'RECTANGLE', id: 'other', fills: [imagePaint('x')] },
        { type: 'RECTANGLE', id: 'styled', fills: [imagePaint(oldHash)], fillStyleId: 'S:1' },
        { type: 'RECTANGLE', id: 'good', fills: [imagePaint(oldHash)] },
      ],
      { images: [small], styles: [{ id: 'S:1', name: 'S', paints: [imagePaint(oldHash)] }] },
    );
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('gone'), use('other'), use('styled'), use('good')],
      bytes: large,
      note: '',
    });
    expect(outcome.writtenNodeIds).toEqual(['good']);
    expect(outcome.failures.map(({ nodeId, error }) => `${nodeId} ${error.code}`)).toEqual([
      'gone layer-gone',
      'other layer-changed',
      'styled style-fill',
    ]);
    expect(layer('other').fills).toEqual([imagePaint('x')]);
    expect(layer('styled').fills).toEqual([imagePaint(oldHash)]);
  });

  it('reports layers that must not be changed', async () => {
    const { figma, layer } = pluginOn(
      [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
      { images: [small], editable: false },
    );
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('a')],
      bytes: large,
      note: '',
    }).catch((error: unknown) => error);
    expect(JSON.stringify(outcome)).toMatch(/layer-read-only|result-refused/);
    expect(layer('a').fills).toEqual([imagePaint(oldHash)]);
  });

  it.each([
    ['bytes that are no picture', 'result-format-refused', async () => new Uint8Array([1, 2, 3])],
    ['no bytes', 'result-too-small', async () => new Uint8Array()],
    ['a picture above 4096 px', 'result-too-large', () => solidPng(4097, 1, '#000')],
  ])('refuses %s as %s and writes nothing', async (_, code, makeBytes) => {
    const { figma, layer } = pluginOn(
      [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
      { images: [small] },
    );
    const bytes = await makeBytes();
    await expect(
      writePicture(figma, { imageHash: oldHash, uses: [use('a')], bytes, note: '' }),
    ).rejects.toMatchObject({ code });
    expect(layer('a').fills).toEqual([imagePaint(oldHash)]);
  });
});

describe('what is shared', () => {
  const styles = [
    { id: 'S:1', name: 'Photo', paints: [] as Paint[] },
    { id: 'S:2', name: 'Library', paints: [] as Paint[], remote: true },
  ];
  const stage = (): ReturnType<typeof pluginOn> => {
    const paints = [SOLID, imagePaint(oldHash)];
    return pluginOn(
      [
        { type: 'RECTANGLE', id: 'a', fills: paints, fillStyleId: 'S:1' },
        { type: 'RECTANGLE', id: 'b', fills: paints, fillStyleId: 'S:1' },
        { type: 'RECTANGLE', id: 'c', fills: paints, fillStyleId: 'S:2' },
        {
          type: 'COMPONENT',
          id: 'card',
          children: [{ type: 'RECTANGLE', id: 'photo', fills: paints }],
        },
        { type: 'INSTANCE', id: 'one', mainComponentId: 'card' },
        { type: 'INSTANCE', id: 'two', mainComponentId: 'card' },
      ],
      { images: [small], styles: styles.map((style) => ({ ...style, paints })) },
    );
  };
  const write = (fixture: ReturnType<typeof pluginOn>, ...uses: WriteUse[]) =>
    writePicture(fixture.figma, { imageHash: oldHash, uses, bytes: large, note: '' });
  const changed = [SOLID, imagePaint('')];

  it('changes a style once, for all who follow it, and brings it back', async () => {
    const fixture = stage();
    const before = fixture.document.contents();
    const styled = { styleId: 'S:1', target: 'style' } as const;
    const outcome = await write(fixture, use('a', styled), use('b', styled));
    expect(outcome).toMatchObject({ writtenNodeIds: ['a', 'b'], failures: [] });
    for (const id of ['a', 'b']) {
      expect(fixture.layer(id).fills).toEqual([SOLID, { ...changed[1], imageHash: newHash }]);
    }
    expect(fixture.document.layer('a')?.fillStyleId).toBe('S:1');
    await restoreOriginals(fixture.figma, [use('a', styled), use('b', styled)], new CancelToken());
    expect(fixture.document.contents()).toEqual(before);
  });

  it('detaches a layer when asked to, and lets it follow its style again', async () => {
    const fixture = stage();
    const before = fixture.document.contents();
    const outcome = await write(fixture, use('c', { styleId: 'S:2', target: 'detached' }));
    expect(outcome.writtenNodeIds).toEqual(['c']);
    expect(fixture.document.layer('c')).toMatchObject({ fillStyleId: '' });
    fixture.document.select(['c']);
    await restoreOriginals(fixture.figma, null, new CancelToken());
    expect(fixture.document.contents()).toEqual(before);
  });

  it('lets go of what is kept for a style on a page that is not loaded', async () => {
    const paints = [imagePaint(oldHash)];
    const styled: LayerSpec = { type: 'RECTANGLE', fills: paints, fillStyleId: 'S:1' };
    const first = pluginOn([{ ...styled, id: 'here' }], {
      images: [small],
      styles: [{ id: 'S:1', name: 'Photo', paints }],
      pages: [{ id: 'far', layers: [{ ...styled, id: 'there' }] }],
    });
    const before = first.document.contents();
    await write(first, use('there', { styleId: 'S:1', target: 'style' }));
    first.figma.closePlugin();
    const reopened = first.document.reopened();
    expect(JSON.stringify(reopened.contents())).toContain('onestep-keeper');
    const second = pluginRunningOn(reopened);
    reopened.select(['here']);
    const { failures } = await restoreOriginals(second.figma, null, new CancelToken());
    expect(failures).toEqual([]);
    const { layers } = reopened.contents() as Contents;
    // The button on the other layer says what was done; it is not looked for.
    expect({ ...layers['there'], relaunchData: {} }).toEqual((before as Contents).layers['there']);
    expect(JSON.stringify(reopened.contents())).not.toContain('onestep-');
  });

  it('does not touch styles and components of a library', async () => {
    const fixture = stage();
    const before = fixture.document.contents();
    const outcome = await write(fixture, use('c', { styleId: 'S:2', target: 'style' }));
    expect(outcome.failures[0]?.error).toMatchObject({
      code: 'style-remote',
      details: { style: 'Library' },
    });
    expect(fixture.document.contents()).toEqual(before);
  });

  it('writes to the main component, whose instances follow, and brings it back', async () => {
    const fixture = stage();
    const before = fixture.document.contents();
    await write(fixture, use('Ione;photo', { target: 'component' }));
    for (const id of ['photo', 'Ione;photo', 'Itwo;photo']) {
      expect(fixture.layer(id).fills).toEqual([SOLID, { ...changed[1], imageHash: newHash }]);
    }
    expect(fixture.document.layer('Ione;photo')?.overridden).not.toContain('fills');
    fixture.document.select(['one']);
    await restoreOriginals(fixture.figma, null, new CancelToken());
    expect(fixture.document.layer('photo')).toEqual((before as Contents).layers['photo']);
    expect(fixture.layer('Itwo;photo').fills).toEqual([SOLID, imagePaint(oldHash)]);
  });

  it('knows the first original of an instance whose component was enhanced before', async () => {
    const fixture = stage();
    const { figma } = fixture;
    await write(fixture, use('Ione;photo', { target: 'component' }));
    const larger = await solidPng(70, 42, '#0f0');
    const again = { imageHash: newHash, uses: [use('Ione;photo')], bytes: larger, note: '' };
    await writePicture(figma, again);
    fixture.document.select(['Ione;photo']);
    await restoreOriginals(figma, null, new CancelToken());
    expect(fixture.layer('Ione;photo').fills).toEqual([SOLID, imagePaint(oldHash)]);
  });

  it('overrides one instance and leaves the component alone', async () => {
    const fixture = stage();
    await write(fixture, use('Ione;photo'));
    expect(fixture.layer('Ione;photo').fills).not.toEqual([SOLID, imagePaint(oldHash)]);
    for (const id of ['photo', 'Itwo;photo']) {
      expect(fixture.layer(id).fills).toEqual([SOLID, imagePaint(oldHash)]);
    }
  });
});

describe('parts of a layer', () => {
  it('writes letters, regions and cells, and only those that show the picture', async () => {
    const region = { windingRule: 'NONZERO', loops: [] } as const;
    const old = imagePaint(oldHash, { opacity: 0.5 });
    const fixture = pluginOn(
      [
        {
          type: 'TEXT',
          id: 'text',
          segments: [
            { characters: 'ab', fills: [old], fontName: { family: 'Lato', style: 'Bold' } },
            { characters: 'cd', fills: [SOLID] },
            { characters: 'ef', fills: [SOLID, old] },
          ],
        },
        {
          type: 'VECTOR',
          id: 'vector',
          vectorNetwork: {
            vertices: [],
            segments: [],
            regions: [
              { ...region, fills: [old] },
              { ...region, fills: [SOLID] },
            ],
          },
        },
        { type: 'TABLE', id: 'table', cells: [[[old], [SOLID]]] },
      ],
      { images: [small] },
    );
    const before = fixture.document.contents() as Contents;
    const outcome = await writePicture(fixture.figma, {
      imageHash: oldHash,
      uses: [use('text'), use('vector'), use('table', { property: 'cells' })],
      bytes: large,
      note: '',
    });
    expect(outcome.failures).toEqual([]);
    const swapped = JSON.parse(
      JSON.stringify(before.layers).replaceAll(oldHash, newHash),
    ) as Contents['layers'];
    const after = fixture.document.contents() as Contents;
    for (const id of ['text', 'vector', 'table/0/0', 'table/0/1']) {
      expect(withoutNotes(after.layers[id])).toEqual(withoutNotes(swapped[id]));
    }
    fixture.document.select(['text', 'vector', 'table']);
    await restoreOriginals(fixture.figma, null, new CancelToken());
    expect(fixture.document.contents()).toEqual(before);
  });

  it('writes labels of stickies, shapes, connectors and cells, and what lies behind them', async () => {
    const old = imagePaint(oldHash, { opacity: 0.5 });
    const lato = { family: 'Lato', style: 'Bold' };
    const styled = [{ characters: 'ab', fills: [old], fillStyleId: 'S:1' }];
    const fixture = pluginOn(
      [
        { type: 'STICKY', id: 'sticky', fills: [old], label: [{ characters: 'a', fills: [old] }] },
        {
          type: 'SHAPE_WITH_TEXT',
          id: 'shape',
          label: [
            { characters: 'ab', fills: [old], fontName: lato },
            { characters: 'cd', fills: [SOLID] },
            { characters: 'ef', fills: [SOLID, old] },
          ],
        },
        {
          type: 'CONNECTOR',
          id: 'line',
          label: [{ characters: 'yes', fills: [SOLID] }],
          labelBackground: [old, SOLID],
        },
        {
          type: 'TABLE',
          id: 'table',
          cells: [[[old], [SOLID]]],
          cellLabels: [
            [
              [{ characters: 'x', fills: [SOLID] }],
              [
                { characters: 'y', fills: [old] },
                { characters: 'z', fills: [SOLID] },
              ],
            ],
          ],
        },
        { type: 'SHAPE_WITH_TEXT', id: 'styled', label: styled },
      ],
      { images: [small], styles: [{ id: 'S:1', name: 'Photo', paints: [old] }] },
    );
    const before = fixture.document.contents() as Contents;
    const label = { property: 'label' } as const;
    const outcome = await writePicture(fixture.figma, {
      imageHash: oldHash,
      uses: [
        ...['sticky', 'shape', 'line', 'table'].map((id) => use(id, label)),
        use('styled', { ...label, styleId: 'S:1', target: 'detached' }),
      ],
      bytes: large,
      note: '',
    });
    expect(outcome.failures).toEqual([]);
    const swapped = JSON.parse(
      JSON.stringify(before.layers).replaceAll(oldHash, newHash),
    ) as Contents['layers'];
    const after = fixture.document.contents() as Contents;
    for (const id of ['sticky/text', 'shape/text', 'line/text', 'line/background']) {
      expect(after.layers[id]).toEqual(swapped[id]);
    }
    expect(after.layers['table/0/1/text']).toEqual(swapped['table/0/1/text']);
    // Fills of the layers themselves were not asked for.
    for (const id of ['sticky', 'table/0/0']) {
      expect(withoutNotes(after.layers[id])).toEqual(withoutNotes(before.layers[id]));
    }
    expect(after.layers['styled/text']?.segments[0]).toMatchObject({ fillStyleId: '' });
    fixture.document.select(['sticky', 'shape', 'line', 'table', 'styled']);
    const restored = await restoreOriginals(fixture.figma, null, new CancelToken());
    expect(restored.failures).toEqual([]);
    expect(fixture.document.contents()).toEqual(before);
  });

  it('says which font is missing', async () => {
    const fontName = { family: 'Gone', style: 'Thin' };
    const fixture = pluginOn(
      [
        {
          type: 'TEXT',
          id: 'text',
          segments: [
            { characters: 'a', fills: [imagePaint(oldHash)], fontName },
            { characters: 'b', fills: [SOLID] },
          ],
        },
      ],
      { images: [small], missingFonts: ['Gone'] },
    );
    const before = fixture.document.contents();
    const outcome = await writePicture(fixture.figma, {
      imageHash: oldHash,
      uses: [use('text')],
      bytes: large,
      note: '',
    });
    expect(outcome.failures[0]?.error).toMatchObject({
      code: 'font-missing',
      details: { font: 'Gone Thin' },
    });
    expect(fixture.document.contents()).toEqual(before);
  });
});

describe('originals', () => {
  const enhance = (figma: ReturnType<typeof pluginOn>['figma'], from: string, bytes: Uint8Array) =>
    writePicture(figma, { imageHash: from, uses: [use('a')], bytes, note: '' });

  it('outlive saving and reopening, and enhancing twice; nothing is left after restoring', async () => {
    const fills = [imagePaint(oldHash, { scaleMode: 'TILE', scalingFactor: 0.3 })];
    const first = pluginOn([{ type: 'RECTANGLE', id: 'a', fills }], { images: [small] });
    const before = first.document.contents();
    await enhance(first.figma, oldHash, large);
    const larger = await solidPng(70, 42, '#0f0');
    await enhance(first.figma, newHash, larger);
    first.figma.closePlugin();

    const reopened = first.document.reopened();
    // Only what a paint refers to is still there: the enhanced one, and the original in the keeper.
    expect(reopened.imageBytes(newHash)).toBeUndefined();
    expect(reopened.imageBytes(oldHash)).toEqual(small);
    const second = pluginRunningOn(reopened);
    reopened.select(['a']);
    const outcome = await restoreOriginals(second.figma, null, new CancelToken());
    expect(outcome).toEqual({ restoredNodeIds: ['a'], failures: [] });
    expect(reopened.contents()).toEqual(before);
  });

  it('are said to be gone when the keeper was deleted', async () => {
    const first = pluginOn([{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }], {
      images: [small],
    });
    await enhance(first.figma, oldHash, large);
    first.figma.closePlugin();
    const keeper = first.document.snapshot().find(({ name }) => name.includes('originals'));
    expect(keeper).toMatchObject({ visible: false, locked: true });
    first.document.removeLayers([keeper!.id]);
    const reopened = first.document.reopened();
    const second = pluginRunningOn(reopened);
    const before = reopened.contents();
    const outcome = await restoreOriginals(second.figma, [use('a')], new CancelToken());
    expect(outcome.failures[0]?.error.code).toBe('original-missing');
    expect(reopened.contents()).toEqual(before);
  });

  it.each([
    'not json',
    '{"records":7}',
    '{"records":[null,{"property":"fills"},{"property":"fills","original":"","enhanced":"x"}]}',
    '['.repeat(5000),
    '{"records":[{"property":"fills","original":"o","enhanced":"e","scale":-1,"tiles":[],"styleId":null}]}',
  ])('tolerates damaged notes: %s', async (text) => {
    const { figma, layer } = pluginOn(
      [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
      { images: [small] },
    );
    const node = (await figma.getNodeByIdAsync('a')) as RectangleNode;
    node.setPluginData('onestep-originals-1', text);
    const nothing = await restoreOriginals(figma, [use('a')], new CancelToken());
    expect(nothing.failures[0]?.error.code).toBe('original-unknown');
    await enhance(figma, oldHash, large);
    expect(layer('a').fills).toEqual([imagePaint(newHash)]);
    await restoreOriginals(figma, [use('a')], new CancelToken());
    expect(layer('a').fills).toEqual([imagePaint(oldHash)]);
    expect(node.getPluginDataKeys()).toEqual([]);
  });

  it('are not kept where nobody knows a safe place, and that is said', async () => {
    const { figma, document, layer } = pluginOn(
      [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
      { images: [small], editorType: 'buzz' },
    );
    expect(await enhance(figma, oldHash, large)).toMatchObject({ originalsKept: false });
    expect(document.snapshot()).toHaveLength(1);
    expect(layer('a').fills).toEqual([imagePaint(newHash)]);
  });

  it('of a slide are kept on the slide', async () => {
    const { figma, layer } = pluginOn(
      [
        {
          type: 'SLIDE',
          id: 'slide',
          children: [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
        },
      ],
      { images: [small], editorType: 'slides' },
    );
    expect(await enhance(figma, oldHash, large)).toMatchObject({ originalsKept: true });
    expect(layer('slide').children.map(({ visible }) => visible)).toEqual([true, false]);
  });
});

describe('placing beside', () => {
  it('makes a rectangle of the same size and crop next to the layer', async () => {
    const transform: Transform = [
      [0.5, 0, 0.1],
      [0, 0.5, 0.2],
    ];
    const fixture = pluginOn(
      [
        {
          type: 'FRAME',
          id: 'frame',
          x: 200,
          y: 100,
          children: [{ type: 'RECTANGLE', id: 'a', name: 'Photo', x: 10, y: 20, fills: [SOLID] }],
        },
      ],
      { images: [small] },
    );
    const { figma, document } = fixture;
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('a')],
      bytes: large,
      note: '',
    });
    expect(outcome).toMatchObject({ writtenNodeIds: [], imageHash: newHash });
    const placement = {
      width: 50,
      height: 40,
      scaleMode: 'CROP',
      imageTransform: transform,
      scalingFactor: null,
      rotation: 0,
    } as const;
    const request = {
      imageHash: newHash,
      replacedHash: oldHash,
      nodeId: 'a',
      nodeName: 'Photo',
      placement: {
        ...placement,
        imageTransform: [
          [0.5, 0, 0.1],
          [0, 0.5, 0.2],
        ],
      },
    } satisfies MethodParams<'picture/place-beside'>;
    const { nodeId } = await placeBeside(figma, request);
    expect(fixture.layer(nodeId)).toMatchObject({
      name: 'Photo (enhanced)',
      x: 350,
      y: 120,
      width: 50,
      height: 40,
      fills: [imagePaint(newHash, { scaleMode: 'CROP', imageTransform: transform })],
    });
    document.removeLayers(['frame']);
    const again = await placeBeside(figma, request);
    expect(fixture.layer(again.nodeId)).toMatchObject({ x: -25, y: -20 });
    await expect(
      placeBeside(figma, { ...request, imageHash: 'f'.repeat(40) }),
    ).rejects.toMatchObject({ code: 'image-missing' });
  });
});

interface Contents {
  readonly layers: Readonly<Record<string, LayerRecord>>;
}

/** Without what the plugin writes beside the paints. */
function withoutNotes(layer: LayerRecord | undefined): Partial<LayerRecord> {
  return { ...layer, pluginData: {}, relaunchData: {} };
}

describe('swapping an image in a list of paints', () => {
  const paint = fc.oneof(
    fc.constant(SOLID),
    fc.record({ type: fc.constant('FUTURE'), secret: fc.jsonValue() }),
    fc.record(
      {
        type: fc.constant('IMAGE' as const),
        scaleMode: fc.constantFrom('FILL', 'FIT', 'CROP', 'TILE'),
        imageHash: fc.constantFrom('old', 'x', 'y', null),
        opacity: fc.double({ min: 0, max: 1 }),
        scalingFactor: fc.double({ min: 0.01, max: 100, noNaN: true }),
        future: fc.jsonValue(),
      },
      { requiredKeys: ['type', 'scaleMode', 'imageHash'] },
    ),
  );

  it('changes the old hash only, keeps order and every other field, and never the input', () => {
    fc.assert(
      fc.property(fc.array(paint), (generated) => {
        const paints = structuredClone(generated) as unknown as Paint[];
        const before = structuredClone(paints);
        const swapped =
          swapImage(paints, { oldHash: 'old', newHash: 'new', scale: 4 }, true)?.paints ?? null;
        expect(paints).toEqual(before);
        if (!before.some((p) => p.type === 'IMAGE' && p.imageHash === 'old')) {
          expect(swapped).toBeNull();
          return;
        }
        expect(swapped).toHaveLength(before.length);
        swapped?.forEach((after, index) => {
          const original = before[index]!;
          if (original.type !== 'IMAGE' || original.imageHash !== 'old') {
            expect(after).toEqual(original);
            return;
          }
          const expected = { ...original, imageHash: 'new' };
          if (original.scaleMode === 'TILE') {
            Object.assign(expected, { scalingFactor: (original.scalingFactor ?? 1) / 4 });
          }
          expect(after).toEqual(expected);
        });
      }),
    );
  });
});
