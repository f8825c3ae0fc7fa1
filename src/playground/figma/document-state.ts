import type { LayerRecord } from './layer';

/** A shared paint style; `remote` ones come from a library and cannot be written. */
export interface PaintStyleRecord {
  readonly id: string;
  readonly name: string;
  readonly remote: boolean;
  readonly paints: readonly Paint[];
  readonly pluginData: Readonly<Record<string, string>>;
}

export interface PageRecord {
  readonly id: string;
  readonly name: string;
  readonly topLevelIds: readonly string[];
  readonly pluginData: Readonly<Record<string, string>>;
}

/** Everything undo brings back. */
export interface DocumentState {
  readonly pages: readonly PageRecord[];
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
    pages: state.pages.map((page) => ({ ...page, topLevelIds: page.topLevelIds.filter(stays) })),
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

export function withPageChange(
  state: DocumentState,
  id: string,
  patch: Partial<PageRecord>,
): DocumentState {
  return {
    ...state,
    pages: state.pages.map((page) => (page.id === id ? { ...page, ...patch } : page)),
  };
}

/** Puts new layers at the top of a page, above everything else. */
export function withNewLayers(
  state: DocumentState,
  pageId: string,
  layers: ReadonlyMap<string, LayerRecord>,
): DocumentState {
  const topLevelIds = [...layers.values()].filter((layer) => layer.parentId === null);
  return withPageChange({ ...state, layers: new Map([...state.layers, ...layers]) }, pageId, {
    topLevelIds: [
      ...(state.pages.find(({ id }) => id === pageId)?.topLevelIds ?? []),
      ...topLevelIds.map(({ id }) => id),
    ],
  });
}

/** Moves a layer to the end of another parent: a page, or a layer with layers in it. */
export function withLayerMoved(
  state: DocumentState,
  id: string,
  target: { readonly pageId: string; readonly parentId: string | null },
): DocumentState {
  const layer = state.layers.get(id);
  if (!layer) return state;
  const others = (ids: readonly string[]): string[] => ids.filter((other) => other !== id);
  const layers = new Map(state.layers);
  const before = layer.parentId === null ? undefined : layers.get(layer.parentId);
  if (before) layers.set(before.id, { ...before, childIds: others(before.childIds) });
  for (const moved of withDescendants(state, id)) {
    layers.set(moved.id, { ...moved, pageId: target.pageId });
  }
  layers.set(id, { ...layer, ...target });
  const after = target.parentId === null ? undefined : layers.get(target.parentId);
  if (after) layers.set(after.id, { ...after, childIds: [...others(after.childIds), id] });
  return {
    ...state,
    layers,
    pages: state.pages.map((page) => ({
      ...page,
      topLevelIds: [
        ...others(page.topLevelIds),
        ...(page.id === target.pageId && target.parentId === null ? [id] : []),
      ],
    })),
  };
}

function withDescendants(state: DocumentState, id: string): LayerRecord[] {
  const layer = state.layers.get(id);
  return layer ? [layer, ...layer.childIds.flatMap((child) => withDescendants(state, child))] : [];
}

/** Hash of every image that a paint of the document refers to, seen or hidden. */
export function imageHashesIn({ layers, styles }: DocumentState): Set<string> {
  const lists = [
    ...[...layers.values()].flatMap((layer) => [
      layer.fills,
      layer.strokes,
      ...layer.segments.map(({ fills }) => fills),
      ...(layer.vectorNetwork?.regions ?? []).map(({ fills }) => fills ?? []),
    ]),
    ...[...styles.values()].map(({ paints }) => paints),
  ];
  return new Set(
    lists.flatMap((paints) =>
      paints.flatMap((paint) => (paint.type === 'IMAGE' && paint.imageHash) || []),
    ),
  );
}
