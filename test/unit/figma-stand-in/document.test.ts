import { describe, expect, it, vi } from 'vitest';
import { createDocument } from '../../../src/playground/figma/document';
import { BLUE, RED, pngHeader, stage, stageOn } from './fixture';

describe('history', () => {
  it('piles plugin changes up until they are committed', async () => {
    const { figma, node, document } = stage();
    const rectangle = await node('1:1');
    rectangle.fills = [BLUE];
    rectangle.name = 'Renamed';
    figma.commitUndo();
    rectangle.fills = [];
    expect(document.undo()).toBe(true);
    expect([rectangle.fills, rectangle.name]).toEqual([[BLUE], 'Renamed']);
    expect(document.undo()).toBe(true);
    expect([rectangle.fills, rectangle.name]).toEqual([[RED], 'Rectangle']);
    expect(document.undo()).toBe(false);
    expect([document.redo(), document.redo(), document.redo()]).toEqual([true, true, false]);
    expect(rectangle.fills).toEqual([]);
  });

  it('commits when the plugin ends', async () => {
    const first = stage();
    (await first.node('1:1')).fills = [BLUE];
    first.figma.closePlugin();
    const second = stageOn(first.document);
    (await second.node('1:1')).fills = [];
    first.document.undo();
    expect(first.document.snapshot()[0]?.fills).toEqual([BLUE]);
    first.document.undo();
    expect(first.document.snapshot()[0]?.fills).toEqual([RED]);
  });

  it('puts edits of the user between those of the plugin', async () => {
    const { node, document } = stage();
    const rectangle = await node('1:1');
    rectangle.fills = [BLUE];
    document.editLayer('1:1', { name: 'By hand' });
    rectangle.fills = [];
    document.undo();
    expect(document.snapshot()[0]).toMatchObject({ name: 'By hand', fills: [BLUE] });
    document.undo();
    expect(document.snapshot()[0]).toMatchObject({ name: 'Rectangle', fills: [BLUE] });
    document.undo();
    expect(document.snapshot()[0]).toMatchObject({ fills: [RED] });
  });

  it('forgets what was undone at the next change', async () => {
    const { document } = stage();
    document.editLayer('1:1', { name: 'A' });
    document.undo();
    document.editLayer('1:1', { name: 'B' });
    expect(document.redo()).toBe(false);
  });

  it('commits nothing when nothing changed', () => {
    const { figma, document } = stage();
    figma.commitUndo();
    expect(document.undo()).toBe(false);
  });
});

describe('layers', () => {
  it('places pictures side by side and keeps their bytes', () => {
    const document = createDocument([]);
    const bytes = pngHeader(4, 4);
    const first = document.addImageLayer({ name: 'a.png', bytes, width: 4, height: 4 });
    const second = document.addImageLayer({ name: 'b.png', bytes, width: 4, height: 4 });
    const [a, b] = document.snapshot();
    expect([a?.id, b?.id]).toEqual([first, second]);
    expect(b!.x).toBeGreaterThan(a!.x + a!.width);
    const [paint] = b!.fills as ImagePaint[];
    expect(paint).toEqual((a!.fills as ImagePaint[])[0]);
    expect(document.imageBytes(paint!.imageHash!)).toEqual(bytes);
    expect(document.imageBytes('nothing')).toBeUndefined();
    bytes.fill(0);
    expect(document.imageBytes(paint!.imageHash!)).not.toEqual(bytes);
    expect([document.undo(), document.undo(), document.undo()]).toEqual([true, true, false]);
    expect(document.snapshot()).toEqual([]);
  });

  it('measures positions from the nearest frame', async () => {
    const { node, document } = stage([
      {
        type: 'FRAME',
        x: 100,
        y: 10,
        children: [
          {
            type: 'GROUP',
            x: 5,
            y: 5,
            children: [{ type: 'RECTANGLE', id: '1:9', x: 7, y: 8, width: 3, height: 4 }],
          },
        ],
      },
    ]);
    const box = { x: 107, y: 18, width: 3, height: 4 };
    expect((await node('1:9')).absoluteBoundingBox).toEqual(box);
    const snapshot = document.snapshot()[0]!.children[0]!.children[0]!;
    expect(snapshot).toMatchObject({ x: 7, y: 8, absoluteX: 107, absoluteY: 18 });
  });

  it('tells its listeners', () => {
    const document = createDocument([{ type: 'RECTANGLE', id: '1:1' }]);
    const listener = vi.fn();
    const stop = document.subscribe(listener);
    document.select(['1:1']);
    document.editLayer('1:1', { x: 5 });
    document.undo();
    expect(listener).toHaveBeenCalledTimes(3);
    stop();
    document.redo();
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it('selects nothing that is not there', () => {
    const document = createDocument([{ type: 'RECTANGLE', id: '1:1' }]);
    document.select(['1:1', '9:9']);
    expect(document.selection).toEqual(['1:1']);
    document.removeLayers(['1:1']);
    expect(document.selection).toEqual([]);
  });
});

describe('removed layers', () => {
  it('can be told apart and nothing else', async () => {
    const { figma, node, document } = stage();
    const rectangle = await node('1:1');
    document.removeLayers(['1:1']);
    expect([rectangle.removed, rectangle.id, rectangle.type]).toEqual([true, '1:1', 'RECTANGLE']);
    expect(() => rectangle.name).toThrow('does not exist');
    expect(() => rectangle.fills).toThrow('does not exist');
    expect(() => (rectangle.fills = [BLUE])).toThrow('does not exist');
    expect(() => rectangle.setRelaunchData({})).toThrow('does not exist');
    expect(() => (figma.currentPage.selection = [rectangle])).toThrow('does not exist');
    await expect(rectangle.setFillsAsync([BLUE])).rejects.toThrow('does not exist');
    expect(await figma.getNodeByIdAsync('1:1')).toBeNull();
    document.undo();
    expect([rectangle.removed, rectangle.fills]).toEqual([false, [RED]]);
  });

  it('go with everything in them', async () => {
    const { figma, node } = stage([
      { type: 'FRAME', id: '1:1', children: [{ type: 'RECTANGLE', id: '1:2' }] },
    ]);
    const inner = await node('1:2');
    (await node('1:1')).remove();
    expect(inner.removed).toBe(true);
    expect(figma.currentPage.children).toEqual([]);
  });
});

describe('instances', () => {
  const layers = [
    {
      type: 'COMPONENT',
      id: '1:1',
      fills: [RED],
      children: [
        { type: 'RECTANGLE', id: '1:2', fills: [RED] },
        { type: 'ELLIPSE', id: '1:3', visible: false },
      ],
    },
    { type: 'INSTANCE', id: '1:4', mainComponentId: '1:1' },
  ] as const;

  it('mirror their component until they are changed themselves', async () => {
    const { node } = stage(layers);
    const [source, copy] = [await node('1:2'), await node('I1:4;1:2')];
    source.fills = [BLUE];
    expect(copy.fills).toEqual([BLUE]);
    copy.fills = [];
    source.fills = [RED];
    expect([source.fills, copy.fills]).toEqual([[RED], []]);
  });

  it('know their component and keep their layers', async () => {
    const { node } = stage(layers);
    const instance = await node<InstanceNode>('1:4');
    expect(() => instance.mainComponent).toThrow('dynamic-page');
    expect(await instance.getMainComponentAsync()).toBe(await node('1:1'));
    expect(() => instance.children[0]!.remove()).toThrow('inside an instance');
  });

  it('hide what is hidden in them when asked', async () => {
    const { figma, node } = stage(layers);
    const instance = await node<InstanceNode>('1:4');
    const component = await node<ComponentNode>('1:1');
    expect(instance.children).toHaveLength(2);
    figma.skipInvisibleInstanceChildren = true;
    expect(instance.children.map(({ id }) => id)).toEqual(['I1:4;1:2']);
    expect(component.children).toHaveLength(2);
    expect(figma.currentPage.findAllWithCriteria({ types: ['ELLIPSE'] })).toHaveLength(1);
    expect(await figma.getNodeByIdAsync('I1:4;1:3')).toBeNull();
    // Nor can one that is known already be looked at.
    figma.skipInvisibleInstanceChildren = false;
    const hidden = await node('I1:4;1:3');
    figma.skipInvisibleInstanceChildren = true;
    expect(() => hidden.name).toThrow('does not exist');
    expect(() => (hidden.visible = true)).toThrow('does not exist');
  });
});

describe('what outlives a run', () => {
  it('keeps client storage, plugin data and relaunch data', async () => {
    const first = stage();
    await first.figma.clientStorage.setAsync('key', { bytes: new Uint8Array([1]) });
    const rectangle = await first.node('1:1');
    rectangle.setPluginData('old', 'hash');
    rectangle.setRelaunchData({ enhance: 'Again' });
    first.figma.closePlugin();
    const second = stageOn(first.document);
    const again = await second.node('1:1');
    expect(await second.figma.clientStorage.getAsync('key')).toEqual({
      bytes: new Uint8Array([1]),
    });
    expect(again.getPluginData('old')).toBe('hash');
    expect(again.getRelaunchData()).toEqual({ enhance: 'Again' });
    expect(first.document.snapshot()[0]?.relaunchData).toEqual({ enhance: 'Again' });
  });
});
