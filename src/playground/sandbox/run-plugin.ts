import type { QuickJSWASMModule } from 'quickjs-emscripten';
import { createPluginRuntime, type PluginHost, type RuntimeOptions } from '../figma/api';
import type { StandInDocument } from '../figma/document';
import { PluginMachine } from './plugin-machine';
import { assertLoadable } from './scan-code';

export interface RunPluginOptions extends Pick<RuntimeOptions, 'editorType' | 'editable'> {
  /** Text of dist/code.js. */
  readonly code: string;
  /** Text of dist/ui.html, which the plugin sees as `__html__`. */
  readonly html: string;
  readonly command: string;
  /** What was typed into quick actions for the parameters of the command. */
  readonly parameters?: ParameterValues;
  readonly document: StandInDocument;
  readonly host: PluginHost;
  /** A loaded QuickJS, so that Node and the browser can each bring the build that suits them. */
  readonly quickjs: QuickJSWASMModule;
  /** What the plugin writes to its console, and errors nobody caught. */
  readonly onConsole?: (entry: ConsoleEntry) => void;
  /** How long one turn of the plugin may take before it is stopped as frozen. */
  readonly maxTurnMs?: number;
}

export interface ConsoleEntry {
  readonly level: 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
}

export interface RunningPlugin {
  deliverFromUi(message: unknown): void;
  /** Launches the plugin again while it runs, as a second click in the menu does. */
  launch(command: string, parameters?: ParameterValues): void;
  /** Ends the plugin if it still runs and frees its machine. May be called twice. */
  dispose(): void;
}

/** Time that Figma would call frozen several times over; long enough for a busy test machine. */
const DEFAULT_MAX_TURN_MS = 10_000;

/**
 * Runs a built plugin in a machine of its own, which offers what Figma's sandbox offers and nothing
 * else: the plugin's text is scanned, loaded, and launched with `command`.
 *
 * @throws SyntaxError when Figma's loader would refuse the text
 * @throws Error when the plugin does not parse or fails while it starts
 */
export async function runPlugin(options: RunPluginOptions): Promise<RunningPlugin> {
  assertLoadable(options.code);
  const report = options.onConsole ?? (() => undefined);
  const runtime = createPluginRuntime(options.document, options.host, {
    command: options.command,
    ...(options.editorType !== undefined && { editorType: options.editorType }),
    ...(options.editable !== undefined && { editable: options.editable }),
  });
  const machine = new PluginMachine(options.quickjs, {
    maxTurnMs: options.maxTurnMs ?? DEFAULT_MAX_TURN_MS,
    onConsole: (level, text) => report({ level: level as ConsoleEntry['level'], text }),
    onError: (text) => report({ level: 'error', text }),
    onFrozen: () => runtime.end(),
    hasEnded: () => runtime.hasEnded,
  });
  const dispose = (): void => {
    runtime.end();
    machine.dispose();
  };
  try {
    machine.start(runtime.figma, options.html);
    machine.evaluate(options.code);
  } catch (error) {
    dispose();
    throw error;
  }
  runtime.launch(options.command, options.parameters);
  return {
    deliverFromUi: (message) => runtime.deliverFromUi(message),
    launch: (command, parameters) => runtime.launch(command, parameters),
    dispose,
  };
}
