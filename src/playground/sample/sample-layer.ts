import type { LayerAppearance } from '../canvas/layer-appearance';
import type { LayerSpec } from '../figma/layer';

/** A layer of the sample document together with its looks. */
export interface SampleLayer extends Omit<LayerSpec, 'children'> {
  readonly looks?: LayerAppearance;
  readonly children?: readonly SampleLayer[];
}

export interface SplitSample {
  readonly specs: readonly LayerSpec[];
  readonly appearances: ReadonlyMap<string, LayerAppearance>;
}

/** Gives every layer an id, so that what the document keeps and what only the page knows stay joined. */
export function splitSample(layers: readonly SampleLayer[]): SplitSample {
  const appearances = new Map<string, LayerAppearance>();
  let lastId = 0;
  const split = ({ looks, children, ...layer }: SampleLayer): LayerSpec => {
    const id = layer.id ?? `1:${++lastId}`;
    if (looks) appearances.set(id, looks);
    return { ...layer, id, ...(children && { children: children.map(split) }) };
  };
  return { specs: layers.map(split), appearances };
}
