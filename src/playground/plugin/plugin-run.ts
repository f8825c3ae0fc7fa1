import type { PluginHost, UiOptions } from '../figma/api';
import { contentSecurityPolicy } from '../frame/content-security-policy';
import { createPluginFrame } from '../frame/plugin-frame';
import { runPlugin, type RunningPlugin } from '../sandbox/run-plugin';
import type { Observable } from '../state/observable';
import { figmaTheme } from '../theme/theme';
import { loadQuickJs } from './load-quickjs';
import { loadPluginFiles } from './plugin-files';
import type { PluginSessionOptions, PluginWindow } from './plugin-session';

/** One life of the plugin, from its launch until it closes or is stopped. */
export class PluginRun implements PluginHost {
  readonly #options: PluginSessionOptions;
  readonly #window: Observable<PluginWindow | null>;
  readonly #onEnd: () => void;
  readonly #toastsToRemove: (() => void)[] = [];
  #running: Promise<RunningPlugin> | null = null;
  #hasEnded = false;
  #removeRunningToast: (() => void) | null = null;

  constructor(
    options: PluginSessionOptions,
    window: Observable<PluginWindow | null>,
    onEnd: () => void,
  ) {
    this.#options = options;
    this.#window = window;
    this.#onEnd = onEnd;
  }

  start(command: string, parameters?: ParameterValues): void {
    this.#updateRunningToast();
    this.#running = this.#startPlugin(command, parameters);
    this.#running.catch((error: unknown) => {
      if (this.#hasEnded) return;
      const text = error instanceof Error ? error.message : String(error);
      this.#options.log.add('error', text);
      this.#options.toasts.show(`${this.#options.manifest.name} could not start: ${text}`, {
        isError: true,
        timeoutMs: 8000,
      });
      this.end();
    });
  }

  launch(command: string, parameters?: ParameterValues): void {
    this.#withPlugin((plugin) => plugin.launch(command, parameters));
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#removeRunningToast?.();
    for (const remove of this.#toastsToRemove) remove();
    this.closeUi();
    void this.#running?.then(
      (plugin) => plugin.dispose(),
      () => undefined,
    );
    this.#onEnd();
  }

  // ——— what the plugin asks for ———

  showUi(html: string, options: UiOptions): void {
    if (this.#hasEnded) return;
    this.closeUi();
    const { manifest, theme } = this.#options;
    const title = options.title ?? manifest.name;
    const frame = createPluginFrame({
      html,
      title,
      policy: contentSecurityPolicy(manifest.networkAccess),
      theme: options.themeColors ? figmaTheme(theme.value) : null,
      onMessage: (message) => this.#withPlugin((plugin) => plugin.deliverFromUi(message)),
      onLoad: () => frame.element.focus(),
    });
    const { width, height, visible } = options;
    this.#window.set({ title, width, height, visible, frame });
    this.#updateRunningToast();
  }

  setUiVisible(visible: boolean): void {
    this.#window.update((window) => window && { ...window, visible });
    this.#updateRunningToast();
  }

  resizeUi(width: number, height: number): void {
    this.#window.update((window) => window && { ...window, width, height });
  }

  closeUi(): void {
    this.#window.value?.frame.dispose();
    this.#window.set(null);
    this.#updateRunningToast();
  }

  postToUi(message: unknown): void {
    this.#window.value?.frame.post(message);
  }

  notify(text: string, options: { error: boolean; timeout: number }): () => void {
    const remove = this.#options.toasts.show(text, {
      isError: options.error,
      timeoutMs: options.timeout,
    });
    if (!Number.isFinite(options.timeout)) this.#toastsToRemove.push(remove);
    return remove;
  }

  closePlugin(message?: string): void {
    if (message) this.#options.toasts.show(message);
    this.end();
  }

  scrollIntoView(layerIds: readonly string[]): void {
    this.#options.scrollIntoView(layerIds);
  }

  // ———

  async #startPlugin(command: string, parameters?: ParameterValues): Promise<RunningPlugin> {
    const { manifest, document, log } = this.#options;
    const [files, quickjs] = await Promise.all([loadPluginFiles(manifest), loadQuickJs()]);
    return runPlugin({
      ...files,
      command,
      ...(parameters && { parameters }),
      document,
      host: this,
      quickjs,
      onConsole: ({ level, text }) => log.add(level, text),
    });
  }

  /** Calls wait, in order, until the plugin runs. */
  #withPlugin(call: (plugin: RunningPlugin) => void): void {
    void this.#running?.then(
      (plugin) => {
        if (this.#hasEnded) return;
        try {
          call(plugin);
        } catch (error) {
          // It was stopped as frozen, or its machine broke: it takes no further calls.
          this.#options.log.add('error', String(error));
          this.end();
        }
      },
      () => undefined,
    );
  }

  /** Figma says that a plugin runs for as long as nothing else shows it. */
  #updateRunningToast(): void {
    const isSeen = this.#hasEnded || this.#window.value?.visible === true;
    if (isSeen) {
      this.#removeRunningToast?.();
      this.#removeRunningToast = null;
    } else {
      this.#removeRunningToast ??= this.#options.toasts.show(
        `Running ${this.#options.manifest.name}…`,
        { timeoutMs: Infinity, action: { label: 'Cancel', run: () => this.end() } },
      );
    }
  }
}
