import type { PluginHost, RuntimeOptions } from './api';
import type { StandInDocument } from './document';
import { EventHub } from './event-hub';
import type { EditorType } from './figma-subset';
import { NodeFactory } from './nodes/node-factory';

const PLUGIN_EVENTS = [
  'run',
  'close',
  'selectionchange',
  'currentpagechange',
  // Known to Figma, never fired here.
  'documentchange',
  'stylechange',
  'drop',
  'canvasviewchange',
] as const;
type PluginEvent = (typeof PLUGIN_EVENTS)[number];

/** What the objects of one plugin run share. The objects themselves show only what Figma's show. */
export class PluginRun {
  readonly events = new EventHub<PluginEvent>(PLUGIN_EVENTS);
  readonly uiEvents = new EventHub<'message'>(['message']);
  readonly nodes = new NodeFactory(this);
  readonly loadedFonts = new Set<string>();
  readonly loadedPageIds = new Set<string>();
  allPagesLoaded = false;
  readonly editorType: EditorType;
  readonly editable: boolean;
  command: string;
  skipInvisibleInstanceChildren: boolean;
  isUiOpen = false;
  #phase: 'running' | 'closing' | 'ended' = 'running';
  #page: string;
  #selection: string;
  #selectionTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #unsubscribe: () => void;

  constructor(
    readonly document: StandInDocument,
    readonly host: PluginHost,
    options: RuntimeOptions,
  ) {
    this.editorType = options.editorType ?? 'figma';
    this.editable = options.editable ?? this.editorType !== 'dev';
    this.command = options.command ?? '';
    // Figma's default: on in Dev Mode only.
    this.skipInvisibleInstanceChildren = this.editorType === 'dev';
    this.loadedPageIds.add(document.currentPageId);
    this.#page = document.currentPageId;
    this.#selection = selectionKey(document);
    this.#unsubscribe = document.subscribe(() => {
      this.#watchPage();
      this.#watchSelection();
    });
  }

  get hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  /** @throws Error after the plugin has ended, as every call into Figma does then. */
  assertRunning(member: string): void {
    if (this.hasEnded) throw new Error(`in ${member}: The plugin has been closed`);
  }

  /** @throws Error in Dev Mode and for people who may only view the file. */
  assertEditable(member: string): void {
    this.assertRunning(member);
    if (!this.editable) {
      throw new Error(`in ${member}: This file is read-only here, so layers cannot be changed`);
    }
  }

  /** Ends the run once: `close` handlers first, then everything is refused. False when it had ended. */
  end(): boolean {
    if (this.#phase !== 'running') return false;
    this.#phase = 'closing';
    try {
      this.events.fire('close');
    } finally {
      this.#phase = 'ended';
      this.#unsubscribe();
      if (this.#selectionTimer !== null) clearTimeout(this.#selectionTimer);
      this.document.commit();
      if (this.isUiOpen) this.host.closeUi();
      this.isUiOpen = false;
    }
    return true;
  }

  /** The page on display is loaded by the time the plugin hears of it. */
  #watchPage(): void {
    const page = this.document.currentPageId;
    if (page === this.#page) return;
    this.#page = page;
    this.loadedPageIds.add(page);
    setTimeout(() => {
      if (!this.hasEnded) this.events.fire('currentpagechange');
    }, 0);
  }

  /** Figma announces selections later and merges those that follow each other closely. */
  #watchSelection(): void {
    const selection = selectionKey(this.document);
    if (selection === this.#selection) return;
    this.#selection = selection;
    this.#selectionTimer ??= setTimeout(() => {
      this.#selectionTimer = null;
      this.events.fire('selectionchange');
    }, 0);
  }
}

function selectionKey(document: StandInDocument): string {
  return document.selection.join(' ');
}
