import { CancelToken } from '../shared/cancel';
import { serializeError } from '../shared/errors';
import { errorText } from '../shared/error-texts';
import { MAX_PROMPT_CHARACTERS } from '../shared/limits';
import { COMMANDS, type Command, type Launch } from '../shared/protocol';
import { serveRequests, type RpcServer } from '../shared/rpc-server';
import { windowFor } from '../shared/window-sizes';
import { countOriginals } from './count-originals';
import type { FigmaApi } from './figma-api';
import { findPictures } from './find-pictures';
import { placeBeside } from './place-beside';
import { restoreOriginals } from './restore-originals';
import { restoreText } from './restore-text';
import { showLayer } from './show-layer';
import { readPicture } from './stored-image';
import { createPluginStorage, loadAll, storedBytes } from './storage/plugin-storage';
import { storageHandlers } from './storage/storage-handlers';
import { uiChannel } from './ui-channel';
import { writePicture } from './write-picture';

export interface Session {
  /** A launch from Figma's menus or buttons; opens the window, or tells the open one. */
  launch(command: string | undefined, parameters?: ParameterValues): void;
}

/** Wires the requests of the UI to the canvas. `html` is the built `ui.html`. */
export function createSession(figma: FigmaApi, html: string): Session {
  let last: Launch = { command: 'open', prompt: null };
  let server: RpcServer | null = null;
  const storage = createPluginStorage(figma.clientStorage);

  const openWindow = ({ command, prompt }: Launch): RpcServer => {
    figma.showUI(html, { title: 'Onestep', themeColors: true, ...windowFor(command, prompt) });
    const opened = serveRequests(uiChannel(figma.ui), {
      'session/start': async () => ({
        ...last,
        ...(await loadAll(storage)),
        editor: figma.editorType,
      }),
      ...storageHandlers(storage),
      'storage/use': async () => ({
        stored: await storedBytes(storage),
        page: countOriginals(figma),
      }),
      'selection/read': (scope, context) => findPictures(figma, scope, context),
      'picture/read': ({ imageHash }) => readPicture(figma, imageHash),
      'picture/write': (params) => writePicture(figma, params),
      'picture/place-beside': async (params) => {
        const placed = await placeBeside(figma, params);
        figma.commitUndo();
        return placed;
      },
      'originals/restore': async ({ uses }, { signal }) => {
        const outcome = await restoreOriginals(figma, uses, signal);
        figma.commitUndo();
        return outcome;
      },
      'run/commit': () => {
        figma.commitUndo();
        return {};
      },
      'canvas/show': async ({ nodeId }) => {
        await showLayer(figma, nodeId);
        return {};
      },
      'canvas/notify': ({ text, isError }) => {
        figma.notify(text, { error: isError });
        return {};
      },
      'window/resize': ({ width, height }) => {
        figma.ui.resize(width, height);
        return {};
      },
      'window/close': () => {
        // After the answer has left: nothing can be posted from a closed plugin.
        setTimeout(() => figma.closePlugin(), 0);
        return {};
      },
    });
    figma.on('selectionchange', () => opened.emit('selection/changed', {}));
    figma.on('currentpagechange', () => opened.emit('page/changed', {}));
    return opened;
  };

  /** Restoring needs no engine, so no window is opened for it. */
  const restoreSelection = async (): Promise<void> => {
    const { text, isError } = await restoreOriginals(figma, null, new CancelToken()).then(
      restoreText,
      (thrown: unknown) => ({ text: errorText(serializeError(thrown)).what, isError: true }),
    );
    figma.commitUndo();
    figma.notify(text, { error: isError });
    if (server) server.emit('selection/changed', {});
    else figma.closePlugin();
  };

  return {
    launch: (launched, parameters) => {
      const command = toCommand(launched);
      if (command === 'restore') {
        // Rejects only when the plugin was closed meanwhile, and then there is nobody to tell.
        restoreSelection().catch(() => undefined);
        return;
      }
      last = { command, prompt: promptOf(parameters) };
      if (server) server.emit('launched', last);
      else server = openWindow(last);
    },
  };
}

/** Quick actions that run the plugin by its name alone give no command: they open the panel. */
function toCommand(launched: string | undefined): Command {
  return COMMANDS.find((known) => known === launched) ?? 'open';
}

function promptOf(parameters: ParameterValues | undefined): string | null {
  const typed: unknown = parameters?.['prompt'];
  const prompt = typeof typed === 'string' ? typed.trim().slice(0, MAX_PROMPT_CHARACTERS) : '';
  return prompt === '' ? null : prompt;
}
