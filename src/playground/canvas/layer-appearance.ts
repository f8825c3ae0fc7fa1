/**
 * How a layer looks apart from what plugins read and write, which is all that the document keeps. The
 * sample document gives these by layer id.
 */
export interface LayerAppearance {
  readonly cornerRadius?: number;
  readonly strokeWeight?: number;
  readonly fontSize?: number;
  readonly fontWeight?: number;
  readonly textAlign?: 'left' | 'center' | 'right';
  /** Outline of a vector layer as SVG path data, in layer units. */
  readonly path?: string;
}

export type Appearances = ReadonlyMap<string, LayerAppearance>;

const NONE: LayerAppearance = {};

/** Layers of an instance have the id of their source at the end of their own, and its looks. */
export function appearanceOf(appearances: Appearances, layerId: string): LayerAppearance {
  const sourceId = layerId.slice(layerId.lastIndexOf(';') + 1);
  return appearances.get(sourceId) ?? NONE;
}
