import { COMMANDS, type Command } from '../shared/protocol';
import { serveRequests, type RpcServer } from '../shared/rpc-server';
import type { FigmaApi } from './figma-api';
import { readPicture } from './read-picture';
import { readSelection } from './selection';
import { loadSettings, saveSettings } from './settings-store';
import { uiChannel } from './ui-channel';
import { writePicture } from './write-back';

const WINDOW = { width: 360, height: 560, title: 'Onestep', themeColors: true } as const;

export interface Session {
  /** A launch from Figma's menus; opens the window, or tells the open one. */
  launch(command: string | undefined): void;
}

/** Wires the requests of the UI to the canvas. `html` is the built `ui.html`. */
export function createSession(figma: FigmaApi, html: string): Session {
  let command: Command = 'open';
  let server: RpcServer | null = null;

  const openWindow = (): RpcServer => {
    figma.showUI(html, WINDOW);
    const opened = serveRequests(uiChannel(figma.ui), {
      'session/start': async () => ({ command, settings: await loadSettings(figma.clientStorage) }),
      'settings/save': async ({ settings }) => {
        await saveSettings(figma.clientStorage, settings);
        return {};
      },
      'selection/read': (_, { signal, reportProgress }) =>
        readSelection(figma, signal, reportProgress),
      'picture/read': ({ imageHash }) => readPicture(figma, imageHash),
      'picture/write': (params) => writePicture(figma, params),
      'run/commit': () => {
        figma.commitUndo();
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
    return opened;
  };

  return {
    launch: (launched) => {
      command = toCommand(launched);
      if (server) server.emit('launched', { command });
      else server = openWindow();
    },
  };
}

/** Quick actions that run the plugin by its name alone give no command: they open the panel. */
function toCommand(launched: string | undefined): Command {
  return COMMANDS.find((known) => known === launched) ?? 'open';
}
