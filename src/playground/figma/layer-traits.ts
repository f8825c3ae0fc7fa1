import type { LayerType } from './layer';

/** What a kind of layer has, after Figma's typings of the kinds. */
export interface LayerTraits {
  readonly hasFills: boolean;
  readonly hasStrokes: boolean;
  readonly hasChildren: boolean;
  /** Children are placed relative to this layer, not to the one above it. */
  readonly isFrame: boolean;
}

const SHAPE: LayerTraits = {
  hasFills: true,
  hasStrokes: true,
  hasChildren: false,
  isFrame: false,
};
const FRAME: LayerTraits = { hasFills: true, hasStrokes: true, hasChildren: true, isFrame: true };

export const LAYER_TRAITS: Readonly<Record<LayerType, LayerTraits>> = {
  RECTANGLE: SHAPE,
  ELLIPSE: SHAPE,
  POLYGON: SHAPE,
  STAR: SHAPE,
  LINE: SHAPE,
  VECTOR: SHAPE,
  TEXT: SHAPE,
  FRAME,
  SECTION: FRAME,
  COMPONENT: FRAME,
  COMPONENT_SET: FRAME,
  INSTANCE: FRAME,
  GROUP: { hasFills: false, hasStrokes: false, hasChildren: true, isFrame: false },
  BOOLEAN_OPERATION: { ...SHAPE, hasChildren: true },
  SLICE: { hasFills: false, hasStrokes: false, hasChildren: false, isFrame: false },
  STICKY: { ...SHAPE, hasStrokes: false },
  SHAPE_WITH_TEXT: SHAPE,
  CONNECTOR: { ...SHAPE, hasFills: false },
  // Cells are reached through `cellAt`, not as children.
  TABLE: { ...SHAPE, hasStrokes: false, isFrame: true },
  TABLE_CELL: { ...SHAPE, hasStrokes: false },
  TEXT_SUBLAYER: { ...SHAPE, hasStrokes: false },
  LABEL_SUBLAYER: { ...SHAPE, hasStrokes: false },
  SLIDE: FRAME,
  SLIDE_ROW: { ...FRAME, hasFills: false, hasStrokes: false },
  SLIDE_GRID: { ...FRAME, hasFills: false, hasStrokes: false },
};
