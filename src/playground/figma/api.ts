import type { StandInDocument } from './document';
import { FigmaApi } from './figma-api';
import type { EditorType, FigmaSubset } from './figma-subset';
import { PluginRun } from './plugin-run';
import { receiveFromUi } from './ui-api';

/** What the plugin asks of the program around it; the playground page or a test answers. */
export interface PluginHost {
  /** A second call replaces the first window. Messages posted before its page has loaded must wait. */
  showUi(html: string, options: UiOptions): void;
  setUiVisible(visible: boolean): void;
  resizeUi(width: number, height: number): void;
  closeUi(): void;
  /** A copy that the plugin does not hold; plain values and `Uint8Array` only. */
  postToUi(message: unknown): void;
  /** Shows a toast; the function it may return takes the toast away early. */
  notify(text: string, options: ToastOptions): (() => void) | void;
  /** The plugin has ended, by its own wish; the window has been closed before. */
  closePlugin(message?: string): void;
  scrollIntoView(layerIds: readonly string[]): void;
}

/** `ShowUIOptions` with Figma's defaults and minimums applied. */
export interface UiOptions {
  readonly visible: boolean;
  readonly width: number;
  readonly height: number;
  readonly themeColors: boolean;
  readonly title: string | undefined;
}

export interface ToastOptions {
  readonly error: boolean;
  /** Milliseconds; `Infinity` stays until the plugin ends. */
  readonly timeout: number;
}

export interface RuntimeOptions {
  readonly editorType?: EditorType;
  /** False for Dev Mode and view-only users: setters throw. */
  readonly editable?: boolean;
  /** What `figma.command` holds while the plugin's code is first run, before `launch`. */
  readonly command?: string;
}

export interface PluginRuntime {
  readonly figma: FigmaSubset;
  /** True after `closePlugin` or `end`. */
  readonly hasEnded: boolean;
  /** Sets `figma.command` and fires `run`; `parameters` are what was typed into quick actions. */
  launch(command: string, parameters?: ParameterValues): void;
  deliverFromUi(message: unknown): void;
  /** The user closed the window or the plugin was stopped: fires `close`, then refuses every call. */
  end(): void;
}

/** One run of a plugin on a document: the `figma` object it sees, and the handles to drive it. */
export function createPluginRuntime(
  document: StandInDocument,
  host: PluginHost,
  options: RuntimeOptions = {},
): PluginRuntime {
  const run = new PluginRun(document, host, options);
  return {
    figma: new FigmaApi(run),
    get hasEnded() {
      return run.hasEnded;
    },
    launch: (command, parameters) => {
      run.assertRunning('launch');
      run.command = command;
      run.events.fire('run', { command, parameters });
    },
    deliverFromUi: (message) => receiveFromUi(run, message),
    end: () => void run.end(),
  };
}
