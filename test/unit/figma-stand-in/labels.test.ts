import { describe, expect, it } from 'vitest';
import { BLUE, PATTERN, RED, stage } from './fixture';

const layers = [
  {
    type: 'CONNECTOR',
    id: '1:1',
    label: [
      { characters: 'ab', fills: [RED] },
      { characters: 'c', fills: [BLUE] },
    ],
    labelBackground: [RED],
  },
  { type: 'STICKY', id: '1:2' },
  { type: 'TABLE', id: '1:3', cells: [[[RED]]] },
] as const;

describe('labels', () => {
  it('are there on every kind that has them, the same object every time, and on no other', async () => {
    const { node } = stage([...layers, { type: 'RECTANGLE', id: '1:4' }]);
    const [line, sticky] = [await node<ConnectorNode>('1:1'), await node<StickyNode>('1:2')];
    const table = await node<TableNode>('1:3');
    expect(line.text).toBe(line.text);
    expect([line.text.characters, sticky.text.characters]).toEqual(['abc', '']);
    expect(table.cellAt(0, 0).text.characters).toBe('');
    expect(line.textBackground.fills).toEqual([RED]);
    expect('text' in (await node('1:4'))).toBe(false);
    expect('text' in table).toBe(false);
    expect('textBackground' in sticky).toBe(false);
  });

  it('are no layers: nothing of a layer on them, no way to find them', async () => {
    const { figma, node } = stage(layers);
    const line = await node<ConnectorNode>('1:1');
    const layerMembers = ['id', 'type', 'name', 'width', 'visible', 'removed', 'setPluginData'];
    expect(layerMembers.filter((name) => name in line.text)).toEqual([]);
    expect(Object.keys(line.textBackground)).toEqual([]);
    expect('setFillsAsync' in line.textBackground).toBe(false);
    expect(figma.currentPage.findAll()).toHaveLength(3);
    for (const id of ['1:1/text', '1:1/background', '1:3/0/0', '1:3/0/0/text']) {
      expect(await figma.getNodeByIdAsync(id)).toBeNull();
    }
  });

  it('are mixed, checked and undone as letters of a text are', async () => {
    const { figma, node, document } = stage(layers);
    const { text, textBackground } = await node<ConnectorNode>('1:1');
    expect(text.fills).toBe(figma.mixed);
    expect(() => text.setRangeFills(0, 1, [BLUE])).toThrow('unloaded font');
    await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
    expect(() => text.setRangeFills(0, 4, [BLUE])).toThrow('Range');
    expect(() => (textBackground.fills = [PATTERN])).toThrow('in set_fills');
    text.setRangeFills(0, 2, [BLUE]);
    textBackground.fills = [BLUE];
    expect([text.fills, textBackground.fills]).toEqual([[BLUE], [BLUE]]);
    expect(() => (text.fillStyleId = '')).toThrow('setFillStyleIdAsync');
    figma.commitUndo();
    document.undo();
    expect(textBackground.fills).toEqual([RED]);
    document.removeLayers(['1:1']);
    expect(() => text.fills).toThrow('does not exist');
  });
});
