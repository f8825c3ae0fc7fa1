import type { PaintProperty } from '../shared/protocol';

/** A node with fills, strokes or both; which kinds those are is left to the node itself. */
export type PaintHolder = SceneNode & Partial<MinimalFillsMixin & MinimalStrokesMixin>;

/** The paints of one property: a list, `mixed` for text with several fills, or null where it has none. */
export function paintsOf(
  node: PaintHolder,
  property: PaintProperty,
): readonly Paint[] | 'mixed' | null {
  const paints = node[property];
  if (paints === undefined) return null;
  return Array.isArray(paints) ? (paints as readonly Paint[]) : 'mixed';
}

/** Id of the shared style that the property follows; null when it follows none. */
export function styleIdOf(node: PaintHolder, property: PaintProperty): string | null {
  const id = property === 'fills' ? node.fillStyleId : node.strokeStyleId;
  return typeof id === 'string' && id !== '' ? id : null;
}

export async function setPaintsAsync(
  node: PaintHolder,
  property: PaintProperty,
  paints: readonly Paint[],
): Promise<void> {
  // The asynchronous setters are the only ones that accept every kind of paint beside the image.
  if (property === 'fills') await node.setFillsAsync?.([...paints]);
  else await node.setStrokesAsync?.([...paints]);
}
