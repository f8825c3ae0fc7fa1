import type { LayerSnapshot, LayerType } from '../figma/layer';
import type { IconName } from './icon-paths';

const ICONS: Record<LayerType, IconName> = {
  RECTANGLE: 'rectangle',
  ELLIPSE: 'ellipse',
  POLYGON: 'polygon',
  STAR: 'star',
  LINE: 'line',
  VECTOR: 'vector',
  TEXT: 'text',
  FRAME: 'frame',
  GROUP: 'group',
  SECTION: 'section',
  COMPONENT: 'component',
  COMPONENT_SET: 'component',
  INSTANCE: 'instance',
  BOOLEAN_OPERATION: 'vector',
  SLICE: 'rectangle',
  STICKY: 'rectangle',
  SHAPE_WITH_TEXT: 'rectangle',
  CONNECTOR: 'line',
  TABLE: 'frame',
  TABLE_CELL: 'rectangle',
  TEXT_SUBLAYER: 'text',
  LABEL_SUBLAYER: 'rectangle',
  SLIDE: 'frame',
  SLIDE_ROW: 'group',
  SLIDE_GRID: 'group',
};

/** A shape filled with a picture has the picture's icon, as in Figma. */
export function layerIcon(layer: LayerSnapshot): IconName {
  const isShape = layer.type === 'RECTANGLE' || layer.type === 'ELLIPSE';
  return isShape && layer.fills.some(({ type }) => type === 'IMAGE') ? 'image' : ICONS[layer.type];
}
