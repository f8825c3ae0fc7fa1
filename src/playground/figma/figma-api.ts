import { ClientStorageApi } from './client-storage-api';
import { DOCUMENT_ID } from './document';
import type { EditorType, FigmaSubset } from './figma-subset';
import { ImageApi } from './image-api';
import { MIXED } from './mixed';
import { dynamicPageError } from './nodes/dynamic-page';
import { fontKey } from './nodes/text-members';
import { isPart, isSkipped } from './nodes/traversal';
import { PaintStyleApi } from './paint-style-api';
import type { PluginRun } from './plugin-run';
import { Toast } from './toast';
import { UiApi, windowSize } from './ui-api';
import { ViewportApi } from './viewport-api';

/** Figma's defaults and limits for windows and toasts. */
const UI_DEFAULTS = { width: 300, height: 200 };
const TOAST_MAX_CHARACTERS = 100;
const TOAST_DEFAULT_MS = 3000;

/** The `figma` object of one plugin run. */
export class FigmaApi implements FigmaSubset {
  readonly #run: PluginRun;
  readonly #ui: UiApi;
  readonly #viewport: ViewportApi;
  readonly #clientStorage: ClientStorageApi;
  readonly #images = new Map<string, ImageApi>();
  readonly #styles = new Map<string, PaintStyleApi>();

  constructor(run: PluginRun) {
    this.#run = run;
    this.#ui = new UiApi(run);
    this.#viewport = new ViewportApi(run);
    this.#clientStorage = new ClientStorageApi(run);
    Object.preventExtensions(this);
  }

  get apiVersion(): '1.0.0' {
    return '1.0.0';
  }

  get command(): string {
    return this.#run.command;
  }

  get editorType(): EditorType {
    return this.#run.editorType;
  }

  get mode(): 'default' {
    return 'default';
  }

  get mixed(): PluginAPI['mixed'] {
    return MIXED;
  }

  get skipInvisibleInstanceChildren(): boolean {
    return this.#run.skipInvisibleInstanceChildren;
  }
  set skipInvisibleInstanceChildren(value: boolean) {
    this.#run.skipInvisibleInstanceChildren = value;
  }

  get ui(): UIAPI {
    return this.#ui;
  }

  get viewport(): ViewportAPI {
    return this.#viewport;
  }

  get clientStorage(): ClientStorageAPI {
    return this.#clientStorage;
  }

  // ——— document ———

  get root(): DocumentNode {
    this.#run.assertRunning('get_root');
    return this.#run.nodes.nodeOf(DOCUMENT_ID) as DocumentNode;
  }

  get currentPage(): PageNode {
    this.#run.assertRunning('get_currentPage');
    return this.#run.nodes.nodeOf(this.#run.document.currentPageId) as PageNode;
  }
  set currentPage(_: PageNode) {
    throw dynamicPageError('set_currentPage', 'figma.setCurrentPageAsync');
  }

  async setCurrentPageAsync(page: PageNode): Promise<void> {
    this.#run.assertRunning('setCurrentPageAsync');
    await page.loadAsync();
    this.#run.document.currentPageId = page.id;
  }

  async loadAllPagesAsync(): Promise<void> {
    this.#run.assertRunning('loadAllPagesAsync');
    await null;
    for (const { id } of this.#run.document.pages) this.#run.loadedPageIds.add(id);
    this.#run.allPagesLoaded = true;
  }

  async getNodeByIdAsync(id: string): Promise<BaseNode | null> {
    this.#run.assertRunning('getNodeByIdAsync');
    const isHidden = isSkipped(this.#run, id) || isPart(this.#run, id);
    return isHidden ? null : this.#run.nodes.nodeOf(id);
  }

  getNodeById(): never {
    throw dynamicPageError('getNodeById', 'figma.getNodeByIdAsync');
  }

  async getStyleByIdAsync(id: string): Promise<BaseStyle | null> {
    this.#run.assertRunning('getStyleByIdAsync');
    return this.#run.document.style(id) ? this.#styleOf(id) : null;
  }

  getStyleById(): never {
    throw dynamicPageError('getStyleById', 'figma.getStyleByIdAsync');
  }

  async getLocalPaintStylesAsync(): Promise<PaintStyle[]> {
    this.#run.assertRunning('getLocalPaintStylesAsync');
    const local = this.#run.document.styles.filter((style) => !style.remote);
    return local.map((style) => this.#styleOf(style.id));
  }

  getLocalPaintStyles(): never {
    throw dynamicPageError('getLocalPaintStyles', 'figma.getLocalPaintStylesAsync');
  }

  async loadFontAsync(font: FontNameInput): Promise<void> {
    this.#run.assertRunning('loadFontAsync');
    if (this.#run.document.missingFonts.includes(font.family)) {
      throw new Error(
        `in loadFontAsync: The font "${fontKey(font as FontName)}" could not be loaded`,
      );
    }
    this.#run.loadedFonts.add(fontKey(font as FontName));
  }

  // ——— pictures ———

  createImage(data: Uint8Array): Image {
    this.#run.assertRunning('createImage');
    return this.#imageOf(this.#run.document.images.addFromPlugin(data));
  }

  /** On the page on display, as Figma does; it can be moved from there. */
  createRectangle(): RectangleNode {
    this.#run.assertEditable('createRectangle');
    const id = this.#run.document.createLayer({ type: 'RECTANGLE' });
    return this.#run.nodes.layerNode(id) as RectangleNode;
  }

  getImageByHash(hash: string): Image | null {
    this.#run.assertRunning('getImageByHash');
    return this.#run.document.images.has(hash) ? this.#imageOf(hash) : null;
  }

  // ——— the program around ———

  on(type: string, callback: unknown): void {
    this.#listen('on', type, callback, false);
  }

  once(type: string, callback: unknown): void {
    this.#listen('once', type, callback, true);
  }

  off(type: string, callback: unknown): void {
    this.#run.events.remove(type, callback);
  }

  showUI(html: string, options: ShowUIOptions = {}): void {
    this.#run.assertRunning('showUI');
    if (typeof html !== 'string') throw new Error('in showUI: Expected the HTML as a string');
    this.#run.isUiOpen = true;
    this.#run.host.showUi(html, {
      visible: options.visible ?? true,
      ...windowSize(options.width ?? UI_DEFAULTS.width, options.height ?? UI_DEFAULTS.height),
      themeColors: options.themeColors ?? false,
      title: options.title,
    });
  }

  /** Buttons and `onDequeue` are not modelled and therefore refused. */
  notify(message: string, options: NotificationOptions = {}): NotificationHandler {
    this.#run.assertRunning('notify');
    if (options.button || options.onDequeue) {
      throw new Error('in notify: the stand-in has no buttons and no onDequeue');
    }
    const remove = this.#run.host.notify(String(message).slice(0, TOAST_MAX_CHARACTERS), {
      error: options.error ?? false,
      timeout: options.timeout ?? TOAST_DEFAULT_MS,
    });
    return new Toast(remove ?? (() => undefined));
  }

  commitUndo(): void {
    this.#run.assertRunning('commitUndo');
    this.#run.document.commit();
  }

  closePlugin(message?: string): void {
    if (this.#run.end()) this.#run.host.closePlugin(message);
  }

  #listen(member: string, type: string, callback: unknown, once: boolean): void {
    this.#run.assertRunning(member);
    if (type === 'documentchange' && !this.#run.allPagesLoaded) {
      throw new Error(
        `in ${member}: Cannot listen to documentchange with documentAccess: dynamic-page ` +
          'before figma.loadAllPagesAsync has been called',
      );
    }
    this.#run.events.add(type, callback, once);
  }

  #imageOf(hash: string): ImageApi {
    const known = this.#images.get(hash);
    if (known) return known;
    const image = new ImageApi(this.#run, hash);
    this.#images.set(hash, image);
    return image;
  }

  #styleOf(id: string): PaintStyle {
    const known = this.#styles.get(id) ?? new PaintStyleApi(this.#run, id);
    this.#styles.set(id, known);
    // A style has the part of Figma's members that the stand-in models.
    return known as unknown as PaintStyle;
  }
}
