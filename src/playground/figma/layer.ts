/**
 * What a document keeps like a layer though it is none for a plugin: cells of tables, the label of a
 * sticky, shape, connector or cell, and what lies behind the label of a connector.
 */
export const PART_TYPES = ['TABLE_CELL', 'TEXT_SUBLAYER', 'LABEL_SUBLAYER'] as const;
export type PartType = (typeof PART_TYPES)[number];

/** Kinds of layers a document of the stand-in can hold. */
export const LAYER_TYPES = [
  'RECTANGLE',
  'ELLIPSE',
  'POLYGON',
  'STAR',
  'LINE',
  'VECTOR',
  'TEXT',
  'FRAME',
  'GROUP',
  'SECTION',
  'COMPONENT',
  'COMPONENT_SET',
  'INSTANCE',
  'BOOLEAN_OPERATION',
  'SLICE',
  'STICKY',
  'SHAPE_WITH_TEXT',
  'CONNECTOR',
  'TABLE',
  'TABLE_CELL',
  'TEXT_SUBLAYER',
  'LABEL_SUBLAYER',
  'SLIDE',
  'SLIDE_ROW',
  'SLIDE_GRID',
] as const satisfies readonly (NodeType | PartType)[];

export type LayerType = (typeof LAYER_TYPES)[number];

/** What a test or the playground writes down to get a layer; everything but the type has a default. */
export interface LayerSpec {
  readonly type: LayerType;
  /** Given by the document when left out. */
  readonly id?: string;
  readonly name?: string;
  /** Relative to the nearest frame-like layer above (groups do not count), as in Figma. */
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly visible?: boolean;
  readonly locked?: boolean;
  readonly fills?: readonly Paint[];
  readonly strokes?: readonly Paint[];
  readonly fillStyleId?: string;
  readonly strokeStyleId?: string;
  readonly children?: readonly LayerSpec[];
  /** TEXT only: runs of letters with fills of their own, in order. Alternative to `characters`. */
  readonly segments?: readonly TextSegmentSpec[];
  /** TEXT only: letters that all have the layer's `fills`. */
  readonly characters?: string;
  /** VECTOR only. Regions with fills of their own make the layer's `fills` mixed. */
  readonly vectorNetwork?: VectorNetwork;
  /** INSTANCE only: id of a component of the same document. Its layers are copied in. */
  readonly mainComponentId?: string;
  /** COMPONENT only: from a library, so neither it nor what is in it can be written. */
  readonly remote?: boolean;
  /** TABLE only: the fills of every cell, row by row; all rows have the same number of cells. */
  readonly cells?: readonly (readonly (readonly Paint[])[])[];
  /** TABLE only: the labels of the cells, row by row; those left out are empty. */
  readonly cellLabels?: readonly (readonly (readonly TextSegmentSpec[])[])[];
  /** STICKY, SHAPE_WITH_TEXT and CONNECTOR only: the runs of letters of `text`, in order. */
  readonly label?: readonly TextSegmentSpec[];
  /** CONNECTOR only: the fills of `textBackground`. */
  readonly labelBackground?: readonly Paint[];
}

export interface TextSegmentSpec {
  readonly characters: string;
  readonly fills: readonly Paint[];
  readonly fillStyleId?: string;
  readonly fontName?: FontName;
}

export interface TextSegment {
  readonly start: number;
  readonly end: number;
  readonly fills: readonly Paint[];
  readonly fillStyleId: string;
  readonly fontName: FontName;
}

/** A layer as the document keeps it. Never changed in place, so that history is a list of old records. */
export interface LayerRecord {
  readonly id: string;
  readonly type: LayerType;
  /** Null at the top of a page. */
  readonly parentId: string | null;
  readonly pageId: string;
  readonly childIds: readonly string[];
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly visible: boolean;
  readonly locked: boolean;
  /** Empty for a layer type without fills; for TEXT the truth is in `segments`. */
  readonly fills: readonly Paint[];
  readonly strokes: readonly Paint[];
  readonly fillStyleId: string;
  readonly strokeStyleId: string;
  readonly characters: string;
  readonly segments: readonly TextSegment[];
  readonly vectorNetwork: VectorNetwork | null;
  readonly mainComponentId: string | null;
  readonly remote: boolean;
  /** Cells in a row, for TABLE; its `childIds` are the cells, row by row. */
  readonly columns: number;
  /** Inside an instance: the component's layer that this one mirrors. */
  readonly sourceId: string | null;
  /** Inside an instance: what was changed here and no longer follows the component. */
  readonly overridden: readonly (keyof LayerRecord)[];
  readonly relaunchData: Readonly<Record<string, string>>;
  readonly pluginData: Readonly<Record<string, string>>;
}

/** A plain copy of a layer and what is in it, for drawing. */
export interface LayerSnapshot {
  readonly id: string;
  readonly type: LayerType;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Position on the page, for drawing without walking up the tree. */
  readonly absoluteX: number;
  readonly absoluteY: number;
  readonly visible: boolean;
  readonly locked: boolean;
  /** Empty where the layer has none, and where letters or regions have different ones. */
  readonly fills: readonly Paint[];
  readonly hasMixedFills: boolean;
  readonly strokes: readonly Paint[];
  readonly characters: string;
  readonly relaunchData: Readonly<Record<string, string>>;
  readonly children: readonly LayerSnapshot[];
}
