import type { PaintHolder, PaintList } from './paint-holder';
import { setAll } from './set-all';

/** One list for each cell of a table. */
export function cellsHolder(table: TableNode): PaintHolder {
  const cells: TableCellNode[] = [];
  for (let row = 0; row < table.numRows; row++) {
    for (let column = 0; column < table.numColumns; column++) cells.push(table.cellAt(row, column));
  }
  const lists = cells.map(({ fills, fillStyleId, width, height }): PaintList => ({
    // Letters of a cell are not part of its fills, so there is nothing that could be mixed.
    paints: typeof fills === 'symbol' ? [] : fills,
    styleId: typeof fillStyleId === 'string' && fillStyleId !== '' ? fillStyleId : null,
    width,
    height,
  }));
  return {
    lists,
    acceptsPatterns: false,
    writesAll: false,
    write: (changes) => {
      setAll(lists, changes, (index, paints) => {
        const cell = cells[index];
        if (cell) cell.fills = paints;
      });
      return undefined;
    },
    attach: async (index, styleId) => {
      await cells[index]?.setFillStyleIdAsync(styleId);
    },
  };
}
