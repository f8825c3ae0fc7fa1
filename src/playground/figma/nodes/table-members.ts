import { internalsOf, layerToRead } from './node-internals';

type Members = Pick<TableNode, 'numRows' | 'numColumns' | 'cellAt'>;
type CellMembersOf = Pick<
  TableCellNode,
  'type' | 'rowIndex' | 'columnIndex' | 'parent' | 'width' | 'height'
>;

export class TableMembers implements Members {
  get numRows(): number {
    const { childIds, columns } = layerToRead(this, 'get_numRows');
    return columns === 0 ? 0 : childIds.length / columns;
  }

  get numColumns(): number {
    return layerToRead(this, 'get_numColumns').columns;
  }

  cellAt(rowIndex: number, columnIndex: number): TableCellNode {
    const { childIds, columns } = layerToRead(this, 'cellAt');
    const id = columnIndex < columns ? childIds[rowIndex * columns + columnIndex] : undefined;
    if (id === undefined) {
      throw new Error(`in cellAt: There is no cell at ${rowIndex}, ${columnIndex}`);
    }
    return internalsOf(this).run.nodes.nodeOf(id) as unknown as TableCellNode;
  }
}

/** A cell is no layer: it has no id, no name, no plugin data, no visibility of its own. */
export class TableCellMembers implements CellMembersOf {
  get type(): 'TABLE_CELL' {
    return 'TABLE_CELL';
  }

  get rowIndex(): number {
    const { index, columns } = placeOf(this);
    return Math.floor(index / columns);
  }

  get columnIndex(): number {
    const { index, columns } = placeOf(this);
    return index % columns;
  }

  get parent(): TableNode {
    const { parentId } = layerToRead(this, 'get_parent');
    return internalsOf(this).run.nodes.nodeOf(parentId!) as TableNode;
  }

  get width(): number {
    return layerToRead(this, 'get_width').width;
  }

  get height(): number {
    return layerToRead(this, 'get_height').height;
  }
}

function placeOf(cell: object): { index: number; columns: number } {
  const { id, parentId } = layerToRead(cell, 'get_rowIndex');
  const table = internalsOf(cell).run.document.layer(parentId!)!;
  return { index: table.childIds.indexOf(id), columns: table.columns };
}
