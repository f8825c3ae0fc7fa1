import { needsAsyncSetter } from '../paints';
import type { PaintHolder, PaintBox, PlainPaints } from './paint-holder';

/** One list for the whole layer; null when its parts have lists or styles of their own. */
export function plainHolder(
  node: PlainPaints,
  property: 'fills' | 'strokes',
  { width, height }: PaintBox,
): PaintHolder | null {
  const paints = node[property];
  const styleId = property === 'fills' ? node.fillStyleId : node.strokeStyleId;
  if (!Array.isArray(paints) || typeof styleId === 'symbol') return null;
  return {
    lists: [{ paints: paints as readonly Paint[], styleId: styleId || null, width, height }],
    acceptsPatterns: true,
    writesAll: false,
    write: (changes) => {
      const changed = changes.get(0);
      if (!changed) return undefined;
      if (needsAsyncSetter(changed)) {
        return property === 'fills'
          ? node.setFillsAsync?.(changed)
          : node.setStrokesAsync?.(changed);
      }
      node[property] = changed;
      return undefined;
    },
    attach: async (_, id) => {
      if (property === 'fills') await node.setFillStyleIdAsync?.(id);
      else await node.setStrokeStyleIdAsync?.(id);
    },
  };
}
