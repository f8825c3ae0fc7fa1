import type { LayerRecord } from './layer';

/** A shared paint style; `remote` ones come from a library and cannot be written. */
export interface PaintStyleRecord {
  readonly id: string;
  readonly name: string;
  readonly remote: boolean;
  readonly paints: readonly Paint[];
}

/** Everything undo brings back. */
export interface DocumentState {
  readonly topLevelIds: readonly string[];
  readonly layers: ReadonlyMap<string, LayerRecord>;
  readonly styles: ReadonlyMap<string, PaintStyleRecord>;
}

/** What the layers of an instance take over from the component, until they are changed themselves. */
const INHERITED = [
  'fills',
  'strokes',
  'fillStyleId',
  'strokeStyleId',
  'visible',
  'characters',
  'segments',
  'vectorNetwork',
] as const satisfies readonly (keyof LayerRecord)[];

/** Changes one layer, and the layers of instances that mirror it. */
export function withLayerChange(
  state: DocumentState,
  id: string,
  patch: Partial<LayerRecord>,
): DocumentState {
  const layer = state.layers.get(id);
  if (!layer) return state;
  const layers = new Map(state.layers);
  const isMirror = layer.sourceId !== null;
  const changed = Object.keys(patch) as (keyof LayerRecord)[];
  layers.set(id, {
    ...layer,
    ...patch,
    overridden: isMirror ? [...new Set([...layer.overridden, ...changed])] : layer.overridden,
  });
  passOn(layers, id, patch);
  return { ...state, layers };
}

function passOn(
  layers: Map<string, LayerRecord>,
  sourceId: string,
  patch: Partial<LayerRecord>,
): void {
  for (const mirror of [...layers.values()].filter((layer) => layer.sourceId === sourceId)) {
    const inherited = Object.fromEntries(
      INHERITED.filter((key) => key in patch && !mirror.overridden.includes(key)).map((key) => [
        key,
        patch[key],
      ]),
    ) as Partial<LayerRecord>;
    if (Object.keys(inherited).length === 0) continue;
    layers.set(mirror.id, { ...mirror, ...inherited });
    passOn(layers, mirror.id, inherited);
  }
}

/** Takes layers out, with everything in them. */
export function withoutLayers(state: DocumentState, ids: readonly string[]): DocumentState {
  const gone = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    gone.add(id);
    waiting.push(...(state.layers.get(id)?.childIds ?? []));
  }
  const stays = (id: string): boolean => !gone.has(id);
  return {
    ...state,
    topLevelIds: state.topLevelIds.filter(stays),
    layers: new Map(
      [...state.layers]
        .filter(([id]) => stays(id))
        .map(([id, layer]) => [
          id,
          layer.childIds.every(stays)
            ? layer
            : { ...layer, childIds: layer.childIds.filter(stays) },
        ]),
    ),
  };
}
