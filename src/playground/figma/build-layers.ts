import { frozenCopy } from './frozen-copy';
import { mergeEqual } from './layer-paints';
import type { LayerRecord, LayerSpec, TextSegment, TextSegmentSpec } from './layer';

const DEFAULT_SIDE_PX = 100;

/** Letters of the stand-in are set in this font unless they say otherwise. */
export const DEFAULT_FONT: FontName = { family: 'Inter', style: 'Regular' };

/** Turns what a test wrote down into the records of a document, instances last. */
export class LayerBuilder {
  readonly layers = new Map<string, LayerRecord>();
  #lastId = 0;

  /** @returns the id of the new layer. */
  add(spec: LayerSpec, pageId: string, parentId: string | null = null): string {
    const id = spec.id ?? this.#nextId();
    if (this.layers.has(id)) throw new Error(`Two layers have the id ${id}`);
    const { characters, segments } = readText(spec);
    const record: LayerRecord = frozenCopy({
      id,
      type: spec.type,
      parentId,
      pageId,
      childIds: [],
      name: spec.name ?? defaultName(spec.type),
      x: spec.x ?? 0,
      y: spec.y ?? 0,
      width: spec.width ?? DEFAULT_SIDE_PX,
      height: spec.height ?? DEFAULT_SIDE_PX,
      visible: spec.visible ?? true,
      locked: spec.locked ?? false,
      fills: spec.fills ?? [],
      strokes: spec.strokes ?? [],
      fillStyleId: spec.fillStyleId ?? '',
      strokeStyleId: spec.strokeStyleId ?? '',
      characters,
      segments,
      vectorNetwork: spec.vectorNetwork ?? null,
      mainComponentId: spec.mainComponentId ?? null,
      remote: spec.remote ?? false,
      columns: spec.cells?.[0]?.length ?? 0,
      sourceId: null,
      overridden: [],
      relaunchData: {},
      pluginData: {},
    });
    // Reserved before the children, so that ids and the order of the map follow the tree.
    this.layers.set(id, record);
    const inside = [
      ...(spec.children ?? []),
      ...cellSpecs(record, spec),
      ...sublayerSpecs(record, spec),
    ];
    const childIds = inside.map((child) => this.add(child, pageId, id));
    this.layers.set(id, { ...record, childIds });
    return id;
  }

  /** Fills the instances that were written down without children with a copy of their component. */
  fillInstances(): void {
    for (const layer of [...this.layers.values()]) {
      if (layer.type !== 'INSTANCE' || layer.childIds.length > 0) continue;
      const component =
        layer.mainComponentId === null ? undefined : this.layers.get(layer.mainComponentId);
      if (!component) continue;
      this.layers.set(layer.id, {
        ...layer,
        width: component.width,
        height: component.height,
        fills: layer.fills.length > 0 ? layer.fills : component.fills,
        sourceId: component.id,
        overridden: layer.fills.length > 0 ? ['fills'] : [],
        childIds: component.childIds.map((id) => this.#mirror(id, layer.id, layer.id)),
      });
    }
  }

  #mirror(sourceId: string, parentId: string, instanceId: string): string {
    const source = this.layers.get(sourceId)!;
    const id = `I${instanceId};${sourceId}`;
    this.layers.set(id, {
      ...source,
      id,
      parentId,
      pageId: this.layers.get(instanceId)!.pageId,
      sourceId,
      childIds: source.childIds.map((child) => this.#mirror(child, id, instanceId)),
    });
    return id;
  }

  #nextId(): string {
    do this.#lastId += 1;
    while (this.layers.has(`1:${this.#lastId}`));
    return `1:${this.#lastId}`;
  }
}

function cellSpecs(table: LayerRecord, { cells: rows = [], cellLabels }: LayerSpec): LayerSpec[] {
  const height = table.height / Math.max(1, rows.length);
  return rows.flatMap((cells, row) => {
    const width = table.width / cells.length;
    return cells.map((fills, column): LayerSpec => ({
      type: 'TABLE_CELL',
      id: `${table.id}/${row}/${column}`,
      x: column * width,
      y: row * height,
      width,
      height,
      fills,
      label: cellLabels?.[row]?.[column] ?? [],
    }));
  });
}

/** Kinds with a label, which is there also when it is empty. */
const LABELLED: readonly LayerSpec['type'][] = [
  'STICKY',
  'SHAPE_WITH_TEXT',
  'CONNECTOR',
  'TABLE_CELL',
];

function sublayerSpecs({ id, type }: LayerRecord, spec: LayerSpec): LayerSpec[] {
  if (!LABELLED.includes(type)) return [];
  const text: LayerSpec = { type: 'TEXT_SUBLAYER', id: `${id}/text`, segments: spec.label ?? [] };
  if (type !== 'CONNECTOR') return [text];
  return [
    text,
    { type: 'LABEL_SUBLAYER', id: `${id}/background`, fills: spec.labelBackground ?? [] },
  ];
}

/** As Figma names new layers: the kind in words. */
function defaultName(type: string): string {
  const words = type.toLowerCase().replaceAll('_', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}

function readText(spec: LayerSpec): { characters: string; segments: readonly TextSegment[] } {
  if (spec.type !== 'TEXT' && spec.type !== 'TEXT_SUBLAYER') {
    return { characters: '', segments: [] };
  }
  const runs: readonly TextSegmentSpec[] = spec.segments ?? [
    {
      characters: spec.characters ?? '',
      fills: spec.fills ?? [],
      fillStyleId: spec.fillStyleId ?? '',
    },
  ];
  let end = 0;
  const segments = runs
    .filter((run) => run.characters.length > 0)
    .map(({ characters, fills, fillStyleId = '', fontName = DEFAULT_FONT }) => {
      const start = end;
      end += characters.length;
      return { start, end, fills, fillStyleId, fontName };
    });
  return {
    characters: runs.map((run) => run.characters).join(''),
    segments: mergeEqual(segments),
  };
}
