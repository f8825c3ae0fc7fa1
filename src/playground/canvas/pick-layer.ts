import type { LayerSnapshot } from '../figma/layer';
import { contains, intersects, type Rect } from './geometry';
import { isContainer, rectOf } from './layer-tree';

/**
 * Which layer a click means. `path` leads from the page to the innermost layer under the pointer.
 * As in Figma: frames on the page are seen through, other containers are picked as a whole, and once
 * something inside of one is selected, its siblings can be picked directly.
 */
export function pickLayer(
  path: readonly LayerSnapshot[],
  selection: readonly string[],
): LayerSnapshot | undefined {
  const [outermost] = path;
  if (outermost === undefined) return undefined;
  const throughFrame = isSeenThrough(outermost) ? 1 : 0;
  const entered = lastIndexWhere(path, ({ children }) =>
    children.some(({ id }) => selection.includes(id)),
  );
  return path[Math.max(throughFrame, entered + 1)] ?? path.at(-1);
}

/** Which layer a double click means: one level further in than what is selected. */
export function pickDeeper(
  path: readonly LayerSnapshot[],
  selection: readonly string[],
): LayerSnapshot | undefined {
  const selected = lastIndexWhere(path, ({ id }) => selection.includes(id));
  return selected === -1 ? pickLayer(path, selection) : (path[selected + 1] ?? path[selected]);
}

/** What a rectangle drawn over the page selects: what it touches, but whole frames only if inside. */
export function pickInRect(layers: readonly LayerSnapshot[], rect: Rect): LayerSnapshot[] {
  return layers.filter(isPickable).flatMap((layer) => {
    if (!intersects(rect, rectOf(layer))) return [];
    if (!isSeenThrough(layer) || contains(rect, rectOf(layer))) return [layer];
    return layer.children.filter((child) => isPickable(child) && intersects(rect, rectOf(child)));
  });
}

function isPickable(layer: LayerSnapshot): boolean {
  return layer.visible && !layer.locked;
}

function isSeenThrough(layer: LayerSnapshot): boolean {
  const isWhole = layer.type === 'GROUP' || layer.type === 'INSTANCE';
  return isContainer(layer) && !isWhole && layer.children.length > 0;
}

function lastIndexWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.reduce((found, item, index) => (holds(item) ? index : found), -1);
}
