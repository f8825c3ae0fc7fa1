import { describe, expect, it } from 'vitest';
import { BLUE, PATTERN, RED, stage } from './fixture';

const layers = [
  {
    type: 'TABLE',
    id: '1:1',
    cells: [
      [[RED], [BLUE], []],
      [[], [], [RED]],
    ],
  },
] as const;

describe('tables', () => {
  it('give their cells by row and column, the same object every time', async () => {
    const { node } = stage(layers);
    const table = await node<TableNode>('1:1');
    expect([table.numRows, table.numColumns]).toEqual([2, 3]);
    const cell = table.cellAt(0, 1);
    expect(table.cellAt(0, 1)).toBe(cell);
    expect([cell.rowIndex, cell.columnIndex, cell.fills]).toEqual([0, 1, [BLUE]]);
    expect(cell.parent).toBe(table);
    for (const [row, column] of [
      [2, 0],
      [0, 3],
      [-1, 0],
    ] as const) {
      expect(() => table.cellAt(row, column)).toThrow('in cellAt');
    }
  });

  it('have cells that are no layers: no id to find, no children, no plugin data', async () => {
    const { figma, node } = stage(layers);
    const cell = (await node<TableNode>('1:1')).cellAt(0, 0);
    expect(['id', 'name', 'visible', 'setPluginData'].filter((name) => name in cell)).toEqual([]);
    expect(figma.currentPage.findAll()).toHaveLength(1);
  });

  it('check what is written into a cell', async () => {
    const { figma, node, document } = stage(layers);
    const cell = (await node<TableNode>('1:1')).cellAt(0, 0);
    expect(() => (cell.fills = [PATTERN])).toThrow('setFillsAsync');
    expect(() => (cell.fills = [{ ...RED, opacity: 2 }])).toThrow('in set_fills');
    cell.fills = [BLUE];
    expect(cell.fills).toEqual([BLUE]);
    figma.commitUndo();
    document.undo();
    expect(cell.fills).toEqual([RED]);
    document.removeLayers(['1:1']);
    expect(() => cell.fills).toThrow('does not exist');
  });
});

describe('pages', () => {
  const pages = [{ id: '7:0', layers: [{ type: 'FRAME', id: '7:1' }] }] as const;

  it('have to be loaded before what is on them can be listed', async () => {
    const { figma } = stage(undefined, { pages });
    const [, far] = figma.root.children;
    expect(() => far!.children).toThrow('page.loadAsync');
    expect(() => far!.findAllWithCriteria({ types: ['FRAME'] })).toThrow('page.loadAsync');
    await far!.loadAsync();
    expect(far!.children.map(({ id }) => id)).toEqual(['7:1']);
  });

  it('take new layers on display, and layers that are moved', async () => {
    const { figma, node } = stage(undefined, { pages });
    const [here, far] = figma.root.children;
    const rectangle = figma.createRectangle();
    expect(rectangle.parent).toBe(here);
    expect(() => far!.appendChild(rectangle)).toThrow('page.loadAsync');
    await far!.loadAsync();
    far!.appendChild(rectangle);
    expect(rectangle.parent).toBe(far);
    expect(() => (here!.selection = [rectangle])).toThrow('on that page');
    const frame = await node<FrameNode>('7:1');
    frame.appendChild(rectangle);
    expect(frame.children).toEqual([rectangle]);
    expect(() => frame.appendChild(frame)).toThrow('into itself');
  });

  it('keep plugin data of their own, which undo takes back', () => {
    const { figma, document } = stage();
    figma.currentPage.setPluginData('key', 'value');
    expect(figma.currentPage.getPluginDataKeys()).toEqual(['key']);
    expect(() => figma.currentPage.setPluginData('key', 'x'.repeat(100_000))).toThrow('100 kB');
    document.undo();
    expect(figma.currentPage.getPluginData('key')).toBe('');
  });
});
