import { LayerBuilder } from './build-layers';
import { ClientStorage } from './client-storage';
import {
  imageHashesIn,
  withLayerChange,
  withLayerMoved,
  withNewLayers,
  withPageChange,
  withoutLayers,
} from './document-state';
import type { DocumentState, PageRecord, PaintStyleRecord } from './document-state';
import { frozenCopy } from './frozen-copy';
import { History } from './history';
import { readImageSize } from './image-header';
import { ImageStore } from './image-store';
import type { LayerRecord, LayerSnapshot, LayerSpec } from './layer';
import { fillsOf, fillsPatch } from './layer-paints';
import { LAYER_TRAITS } from './layer-traits';

/** Ids that Figma gives to the document itself and to its first page. */
export const DOCUMENT_ID = '0:0';
export const PAGE_ID = '0:1';

/** Free space left of a picture that is placed without a position. */
const PLACEMENT_GAP_PX = 40;

export interface DocumentContents {
  /** Encoded pictures that layers refer to with `imageHashOf(bytes)`. */
  readonly images?: readonly Uint8Array[];
  readonly styles?: readonly PaintStyleSpec[];
  /** Pages after the first, which holds the layers of the document itself. */
  readonly pages?: readonly PageSpec[];
  /** Families that text uses and that nobody can load here. */
  readonly missingFonts?: readonly string[];
}

export interface PageSpec {
  readonly id: string;
  readonly name?: string;
  readonly layers: readonly LayerSpec[];
}

export interface PaintStyleSpec {
  readonly id: string;
  readonly name: string;
  readonly paints: readonly Paint[];
  /** From a library: readable, not writable. */
  readonly remote?: boolean;
}

export interface ImageLayer {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/** What a user can change about a layer by hand. */
export type LayerEdit = Partial<
  Pick<
    LayerRecord,
    'name' | 'x' | 'y' | 'width' | 'height' | 'visible' | 'locked' | 'fills' | 'strokes'
  >
>;

/**
 * A file as the editor sees it, one page of it at a time. It outlives the plugins that run on it. What a plugin
 * changes piles up as one undo step until `commit`; what the user changes is a step of its own.
 */
export class StandInDocument {
  readonly images = new ImageStore();
  readonly #history: History<DocumentState>;
  readonly #listeners = new Set<() => void>();
  readonly #lastSnapshots = new Map<string, TakenSnapshot>();
  #currentPageId: string;
  #selection: readonly string[] = [];
  #addedLayers = 0;

  constructor(
    state: DocumentState,
    readonly missingFonts: readonly string[] = [],
    /** In Figma this is kept by machine, not by file; here a document stands for both. */
    readonly clientStorage = new ClientStorage(),
  ) {
    this.#history = new History(state);
    this.#currentPageId = state.pages[0]!.id;
  }

  // ——— for the editor ———

  snapshot(): LayerSnapshot[] {
    return this.topLevelIds(this.#currentPageId).map((id) => this.#snapshotOf(id));
  }

  get selection(): readonly string[] {
    return this.#selection.filter((id) => this.#state.layers.has(id));
  }

  select(ids: readonly string[]): void {
    this.#selection = ids.filter((id) => this.#state.layers.has(id));
    this.#announce();
  }

  /** Places a picture as a rectangle that it fills, as Figma does with a dropped file. */
  addImageLayer({ name, bytes, width, height, x, y }: ImageLayer): string {
    const imageHash = this.images.add(bytes, readImageSize(bytes) ?? { width, height });
    const builder = new LayerBuilder();
    const id = builder.add(
      {
        type: 'RECTANGLE',
        id: this.#freeId(),
        name,
        x: x ?? this.#freeX(),
        y: y ?? 0,
        width,
        height,
        fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash }],
      },
      this.#currentPageId,
    );
    this.#edit((state) => withNewLayers(state, this.#currentPageId, builder.layers));
    return id;
  }

  editLayer(id: string, edit: LayerEdit): void {
    const layer = this.layer(id);
    if (!layer) return;
    const paints = edit.fills && fillsPatch(layer, edit.fills, '');
    this.#edit((state) => withLayerChange(state, id, frozenCopy({ ...edit, ...paints })));
  }

  removeLayers(ids: readonly string[]): void {
    this.#edit((state) => withoutLayers(state, ids));
  }

  /** The page on display. @throws Error when there is no such page. */
  get currentPageId(): string {
    return this.#currentPageId;
  }
  set currentPageId(id: string) {
    if (!this.page(id)) throw new Error(`There is no page ${id}`);
    this.#currentPageId = id;
    this.#selection = [];
    this.#announce();
  }

  /** Everything that undo brings back, as plain values, to compare one moment with another. */
  contents(): unknown {
    const { pages, layers, styles } = this.#state;
    return { pages, layers: Object.fromEntries(layers), styles: Object.fromEntries(styles) };
  }

  /**
   * The file as it is once it was saved, closed and opened again: the history is gone, and so is every
   * image that no paint refers to.
   */
  reopened(): StandInDocument {
    const reopened = new StandInDocument(this.#state, this.missingFonts, this.clientStorage);
    for (const hash of imageHashesIn(this.#state)) {
      const [bytes, size] = [this.images.bytesOf(hash), this.images.sizeOf(hash)];
      if (bytes && size) reopened.images.add(bytes, size);
    }
    return reopened;
  }

  imageBytes(hash: string): Uint8Array | undefined {
    return this.images.bytesOf(hash);
  }

  undo(): boolean {
    return this.#travel(this.#history.undo());
  }

  redo(): boolean {
    return this.#travel(this.#history.redo());
  }

  commit(): void {
    this.#history.commit();
  }

  /** Calls `listener` after every change of layers, styles or the selection. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ——— for the plugin API ———

  get pages(): readonly PageRecord[] {
    return this.#state.pages;
  }

  page(id: string): PageRecord | undefined {
    return this.pages.find((page) => page.id === id);
  }

  topLevelIds(pageId: string): readonly string[] {
    return this.page(pageId)?.topLevelIds ?? [];
  }

  layer(id: string): LayerRecord | undefined {
    return this.#state.layers.get(id);
  }

  style(id: string): PaintStyleRecord | undefined {
    return this.#state.styles.get(id);
  }

  get styles(): readonly PaintStyleRecord[] {
    return [...this.#state.styles.values()];
  }

  /** Where the layer is on the page. */
  absolutePosition(id: string): { x: number; y: number } {
    const position = { x: 0, y: 0 };
    let layer = this.layer(id);
    let isSelf = true;
    while (layer) {
      if (isSelf || LAYER_TRAITS[layer.type].isFrame) {
        position.x += layer.x;
        position.y += layer.y;
      }
      isSelf = false;
      layer = layer.parentId === null ? undefined : this.layer(layer.parentId);
    }
    return position;
  }

  /** Changes a layer without committing. */
  changeLayer(id: string, patch: Partial<LayerRecord>): void {
    this.#set(withLayerChange(this.#state, id, frozenCopy(patch)));
  }

  changePage(id: string, patch: Partial<Pick<PageRecord, 'pluginData'>>): void {
    this.#set(withPageChange(this.#state, id, frozenCopy(patch)));
  }

  /** Puts a new layer on the page on display, without committing. @returns its id. */
  createLayer(spec: LayerSpec): string {
    const builder = new LayerBuilder();
    const id = builder.add({ ...spec, id: this.#freeId() }, this.#currentPageId);
    this.#set(withNewLayers(this.#state, this.#currentPageId, builder.layers));
    return id;
  }

  /** Moves a layer to the end of a page, or of a layer with layers in it, without committing. */
  moveLayer(id: string, target: { pageId: string; parentId: string | null }): void {
    this.#set(withLayerMoved(this.#state, id, target));
  }

  /** Removes a layer without committing. */
  discardLayer(id: string): void {
    this.#set(withoutLayers(this.#state, [id]));
  }

  /** Changes a style, and with it the layers that follow it, without committing. */
  changeStyle(
    id: string,
    patch: Partial<Pick<PaintStyleRecord, 'name' | 'paints' | 'pluginData'>>,
  ): void {
    const style = this.style(id);
    if (!style) return;
    const changed = frozenCopy({ ...style, ...patch });
    let state: DocumentState = {
      ...this.#state,
      styles: new Map([...this.#state.styles, [id, changed]]),
    };
    for (const layer of patch.paints ? state.layers.values() : []) {
      if (layer.segments.some(({ fillStyleId }) => fillStyleId === id)) {
        const segments = layer.segments.map((segment) =>
          segment.fillStyleId === id ? { ...segment, fills: changed.paints } : segment,
        );
        state = withLayerChange(state, layer.id, { segments });
      } else if (layer.fillStyleId === id) {
        state = withLayerChange(state, layer.id, fillsPatch(layer, changed.paints, id));
      }
      if (layer.strokeStyleId === id) {
        state = withLayerChange(state, layer.id, { strokes: changed.paints });
      }
    }
    this.#set(state);
  }

  get #state(): DocumentState {
    return this.#history.current;
  }

  #set(state: DocumentState): void {
    this.#history.set(state);
    this.#announce();
  }

  /** A change by the user: a step of its own, after whatever a plugin has piled up so far. */
  #edit(change: (state: DocumentState) => DocumentState): void {
    this.#history.commit();
    this.#history.set(change(this.#state));
    this.#history.commit();
    this.#announce();
  }

  #travel(hasMoved: boolean): boolean {
    if (hasMoved) this.#announce();
    return hasMoved;
  }

  #announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #freeId(): string {
    do this.#addedLayers += 1;
    while (this.layer(`2:${this.#addedLayers}`));
    return `2:${this.#addedLayers}`;
  }

  #freeX(): number {
    const edges = this.snapshot().map((layer) => layer.x + layer.width + PLACEMENT_GAP_PX);
    return Math.max(0, ...edges);
  }

  /** The same object as before for a layer that is as before, with all that is in it. */
  #snapshotOf(id: string): LayerSnapshot {
    const layer = this.layer(id)!;
    const absolute = this.absolutePosition(id);
    const children = layer.childIds
      .filter((child) => !isSublayer(this.layer(child)!))
      .map((child) => this.#snapshotOf(child));
    const last = this.#lastSnapshots.get(id);
    if (
      last?.layer === layer &&
      last.snapshot.absoluteX === absolute.x &&
      last.snapshot.absoluteY === absolute.y &&
      last.snapshot.children.every((child, index) => child === children[index])
    ) {
      return last.snapshot;
    }
    const snapshot = snapshotOf(layer, absolute, children);
    this.#lastSnapshots.set(id, { layer, snapshot });
    return snapshot;
  }
}

interface TakenSnapshot {
  readonly layer: LayerRecord;
  readonly snapshot: LayerSnapshot;
}

function snapshotOf(
  layer: LayerRecord,
  absolute: { readonly x: number; readonly y: number },
  children: readonly LayerSnapshot[],
): LayerSnapshot {
  const fills = fillsOf(layer);
  const { id, type, name, x, y, width, height, visible, locked, strokes, characters } = layer;
  return {
    id,
    type,
    name,
    x,
    y,
    width,
    height,
    absoluteX: absolute.x,
    absoluteY: absolute.y,
    visible,
    locked,
    fills: fills === 'mixed' ? [] : fills,
    hasMixedFills: fills === 'mixed',
    strokes,
    characters,
    relaunchData: layer.relaunchData,
    children,
  };
}

/** Labels are not drawn; cells of tables are. */
function isSublayer({ type }: LayerRecord): boolean {
  return type === 'TEXT_SUBLAYER' || type === 'LABEL_SUBLAYER';
}

/** A document with the given layers, in drawing order. Paints are taken as they are, unchecked. */
export function createDocument(
  layers: readonly LayerSpec[],
  contents: DocumentContents = {},
): StandInDocument {
  const builder = new LayerBuilder();
  const specs: readonly PageSpec[] = [{ id: PAGE_ID, layers }, ...(contents.pages ?? [])];
  const pages = specs.map(({ id, name, layers: ofPage }, index): PageRecord => ({
    id,
    name: name ?? `Page ${index + 1}`,
    topLevelIds: ofPage.map((spec) => builder.add(spec, id)),
    pluginData: {},
  }));
  builder.fillInstances();
  const styles = (contents.styles ?? []).map((style): [string, PaintStyleRecord] => [
    style.id,
    frozenCopy({ remote: false, pluginData: {}, ...style }),
  ]);
  const document = new StandInDocument(
    { pages, layers: builder.layers, styles: new Map(styles) },
    contents.missingFonts,
  );
  for (const bytes of contents.images ?? []) {
    document.images.add(bytes, readImageSize(bytes) ?? { width: 0, height: 0 });
  }
  return document;
}
