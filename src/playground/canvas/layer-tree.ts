import type { LayerSnapshot } from '../figma/layer';
import type { Rect } from './geometry';

/** Layers that hold others; the first group cuts off what lies outside of them. */
const CLIPPING = new Set(['FRAME', 'COMPONENT', 'INSTANCE']);
const CONTAINERS = new Set([...CLIPPING, 'GROUP', 'SECTION', 'COMPONENT_SET', 'BOOLEAN_OPERATION']);

export function clipsChildren(layer: LayerSnapshot): boolean {
  return CLIPPING.has(layer.type);
}

export function isContainer(layer: LayerSnapshot): boolean {
  return CONTAINERS.has(layer.type);
}

export function rectOf(layer: LayerSnapshot): Rect {
  return { x: layer.absoluteX, y: layer.absoluteY, width: layer.width, height: layer.height };
}

/** From the page down to the layer, both ends included; empty when there is no such layer. */
export function pathTo(layers: readonly LayerSnapshot[], id: string): LayerSnapshot[] {
  for (const layer of layers) {
    if (layer.id === id) return [layer];
    const below = pathTo(layer.children, id);
    if (below.length > 0) return [layer, ...below];
  }
  return [];
}

export function findLayer(layers: readonly LayerSnapshot[], id: string): LayerSnapshot | undefined {
  return pathTo(layers, id).at(-1);
}

/** The named layers, in the order of the ids; ids of layers that are gone are left out. */
export function findLayers(
  layers: readonly LayerSnapshot[],
  ids: readonly string[],
): LayerSnapshot[] {
  return ids.flatMap((id) => findLayer(layers, id) ?? []);
}
