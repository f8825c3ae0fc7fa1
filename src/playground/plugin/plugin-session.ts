import type { ConsoleLog } from '../console/console-log';
import type { StandInDocument } from '../figma/document';
import type { PluginFrame } from '../frame/plugin-frame';
import { Observable } from '../state/observable';
import { figmaTheme, type Theme } from '../theme/theme';
import type { Toasts } from '../toasts/toasts';
import type { Manifest } from './manifest';
import { PluginRun } from './plugin-run';

export interface PluginWindow {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly visible: boolean;
  readonly frame: PluginFrame;
}

export interface PluginSessionOptions {
  readonly manifest: Manifest;
  readonly document: StandInDocument;
  readonly toasts: Toasts;
  readonly log: ConsoleLog;
  readonly theme: Observable<Theme>;
  scrollIntoView(layerIds: readonly string[]): void;
}

/** Runs the plugin, at most once at a time, and holds its window. */
export class PluginSession {
  readonly window = new Observable<PluginWindow | null>(null);
  readonly #options: PluginSessionOptions;
  #run: PluginRun | null = null;

  constructor(options: PluginSessionOptions) {
    this.#options = options;
    options.theme.subscribe(() =>
      this.window.value?.frame.setTheme(figmaTheme(options.theme.value)),
    );
  }

  /** @param parameters what was typed into quick actions, by key. */
  launch(command: string, parameters?: ParameterValues): void {
    if (this.#run) {
      this.#run.launch(command, parameters);
      return;
    }
    const run = new PluginRun(this.#options, this.window, () => {
      if (this.#run === run) this.#run = null;
    });
    this.#run = run;
    run.start(command, parameters);
  }

  /** The user closes the window, or cancels a plugin that shows none. */
  stop(): void {
    this.#run?.end();
  }
}
