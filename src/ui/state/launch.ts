import type { Launch } from '../../shared/protocol';
import { WINDOW_SIZES, windowFor } from '../../shared/window-sizes';
import type { AppState } from './app-state';
import { UNANSWERED } from './sharing';
import { CLOSED_SETTINGS } from './settings-screen';

/** What a command of the menu, or a button on a layer, asks of the panel. */
export function withLaunch(state: AppState, { command, prompt }: Launch): AppState {
  return {
    ...state,
    screen: 'choose',
    comparing: null,
    settingsScreen: { ...CLOSED_SETTINGS, openedBy: command === 'settings' ? 'menu' : null },
    batch: command === 'batch',
    decided: {},
    sharing: UNANSWERED,
    compareWanted: command === 'compare',
    startWanted: startsAtOnce({ command, prompt }),
    fromOriginals: command === 'enhance-again',
    originalsGivenUp: false,
    promptWanted: command === 'enhance-prompt' && prompt === null,
    prompt: prompt ?? state.prompt,
  };
}

/** The window that the sandbox has opened for this launch. */
export function openedWindow({ command, prompt }: Launch): AppState['window'] {
  return windowFor(command, prompt) === WINDOW_SIZES.progress ? 'small' : 'full';
}

function startsAtOnce({ command, prompt }: Launch): boolean {
  return (
    command === 'enhance' ||
    command === 'enhance-again' ||
    (command === 'enhance-prompt' && prompt !== null)
  );
}
