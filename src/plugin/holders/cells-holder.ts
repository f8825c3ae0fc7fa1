import { joinHolders } from './join-holders';
import type { PaintHolder } from './paint-holder';
import { plainHolder } from './plain-holder';

/** One list for each cell of a table. */
export function cellsHolder(table: TableNode): PaintHolder {
  return joinHolders(
    // Letters of a cell are not part of its fills, so there is nothing that could be mixed.
    cellsOf(table).flatMap((cell) => plainHolder(cell, 'fills', cell) ?? []),
  );
}

/** Row by row. */
export function cellsOf(table: TableNode): TableCellNode[] {
  const cells: TableCellNode[] = [];
  for (let row = 0; row < table.numRows; row++) {
    for (let column = 0; column < table.numColumns; column++) cells.push(table.cellAt(row, column));
  }
  return cells;
}
