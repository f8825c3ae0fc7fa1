import type { LayerSnapshot } from '../figma/layer';

/** One line of the layer list. */
export interface LayerRow {
  readonly layer: LayerSnapshot;
  readonly depth: number;
  /** A layer above is hidden or locked, and this one with it. */
  readonly isHidden: boolean;
  readonly isLocked: boolean;
}

/** The lines of the layer list from top to bottom: what is in front comes first. */
export function layerRows(
  layers: readonly LayerSnapshot[],
  collapsed: ReadonlySet<string>,
  above: Omit<LayerRow, 'layer'> = { depth: 0, isHidden: false, isLocked: false },
): LayerRow[] {
  return [...layers].reverse().flatMap((layer) => {
    const row: LayerRow = {
      layer,
      depth: above.depth,
      isHidden: above.isHidden || !layer.visible,
      isLocked: above.isLocked || layer.locked,
    };
    if (collapsed.has(layer.id)) return [row];
    return [row, ...layerRows(layer.children, collapsed, { ...row, depth: row.depth + 1 })];
  });
}

/** Ids of the lines from one to the other, both included; only the second where the first is gone. */
export function rowsBetween(rows: readonly LayerRow[], from: string, to: string): string[] {
  const ids = rows.map(({ layer }) => layer.id);
  const start = ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start === -1) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
