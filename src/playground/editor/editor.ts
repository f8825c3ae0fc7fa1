import { fitRect, type Camera } from '../canvas/camera';
import { boundsOf, type Point, type Size } from '../canvas/geometry';
import { ImageCache } from '../canvas/image-cache';
import type { Appearances } from '../canvas/layer-appearance';
import { findLayers, rectOf } from '../canvas/layer-tree';
import { ConsoleLog } from '../console/console-log';
import type { StandInDocument } from '../figma/document';
import type { LayerSnapshot } from '../figma/layer';
import type { MenuEntry } from '../menu/menu-entry';
import type { Manifest } from '../plugin/manifest';
import { PluginSession } from '../plugin/plugin-session';
import { Observable } from '../state/observable';
import { applyThemeToPage, initialTheme, storeTheme, type Theme } from '../theme/theme';
import { Toasts } from '../toasts/toasts';

/** What the document holds right now, read once per change. */
export interface PageState {
  readonly layers: readonly LayerSnapshot[];
  readonly selection: readonly string[];
}

export interface OpenMenu {
  readonly at: Point;
  readonly entries: readonly MenuEntry[];
}

/** Layers on their way while the pointer drags them; the document learns of it at the end. */
export interface LayerDrag extends Point {
  readonly ids: readonly string[];
}

/** The state of the editor page; its components read and change it through this. */
export interface Editor {
  readonly manifest: Manifest;
  readonly document: StandInDocument;
  readonly appearances: Appearances;
  readonly page: Observable<PageState>;
  readonly images: ImageCache;
  readonly camera: Observable<Camera>;
  /** Size of the canvas element in CSS pixels. */
  readonly viewport: Observable<Size>;
  readonly hoveredId: Observable<string | null>;
  readonly drag: Observable<LayerDrag | null>;
  readonly theme: Observable<Theme>;
  readonly toasts: Toasts;
  readonly log: ConsoleLog;
  readonly plugin: PluginSession;
  readonly menu: Observable<OpenMenu | null>;
  /** Quick actions are open. */
  readonly quickActions: Observable<boolean>;
  /** Shows these layers, or everything. */
  zoomTo(layerIds?: readonly string[]): void;
}

export interface EditorOptions {
  readonly manifest: Manifest;
  readonly document: StandInDocument;
  readonly appearances: Appearances;
}

/** Largest zoom that "fit" chooses by itself. */
const MAX_FIT_ZOOM = 2;

export function createEditor({ manifest, document, appearances }: EditorOptions): Editor {
  const readPage = (): PageState => ({
    layers: document.snapshot(),
    selection: [...document.selection],
  });
  const page = new Observable(readPage());
  document.subscribe(() => page.set(readPage()));

  const theme = new Observable(initialTheme());
  const showTheme = (): void => applyThemeToPage(theme.value);
  showTheme();
  theme.subscribe(() => {
    storeTheme(theme.value);
    showTheme();
  });

  const camera = new Observable<Camera>({ x: 0, y: 0, zoom: 1 });
  const viewport = new Observable<Size>({ width: 1, height: 1 });
  const zoomTo = (layerIds?: readonly string[]): void => {
    const { layers } = page.value;
    const bounds = boundsOf((layerIds ? findLayers(layers, layerIds) : layers).map(rectOf));
    if (bounds) camera.set(fitRect(bounds, viewport.value, { maxZoom: MAX_FIT_ZOOM }));
  };

  const toasts = new Toasts();
  const log = new ConsoleLog();
  const plugin = new PluginSession({
    manifest,
    document,
    toasts,
    log,
    theme,
    scrollIntoView: zoomTo,
  });

  return {
    manifest,
    document,
    appearances,
    page,
    images: new ImageCache((hash) => document.imageBytes(hash)),
    camera,
    viewport,
    hoveredId: new Observable<string | null>(null),
    drag: new Observable<LayerDrag | null>(null),
    theme,
    toasts,
    log,
    plugin,
    menu: new Observable<OpenMenu | null>(null),
    quickActions: new Observable(false),
    zoomTo,
  };
}
