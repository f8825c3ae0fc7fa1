import type { Picture } from '../../shared/protocol';
import type { RunItem } from '../run/run-state';
import { plannedSize } from '../text/size-text';
import type { AppState } from './app-state';

/** Pictures of the selection that a run would work on: all but those at Figma's limit. */
export function enlargeablePictures(state: AppState): readonly Picture[] {
  const pictures = state.selection.current?.pictures ?? [];
  return pictures.filter((picture) => !plannedSize(picture, state.settings.scale).atLimit);
}

export function isRunning(state: AppState): boolean {
  return state.run !== null && state.run.status !== 'finished';
}

/** True when the run that was asked for can begin. */
export function readyToStart(state: AppState): boolean {
  return (
    state.startWanted &&
    !isRunning(state) &&
    state.session.status === 'open' &&
    state.engine.status === 'ready' &&
    !state.selection.reading &&
    enlargeablePictures(state).length > 0
  );
}

/** The finished picture in the before/after view. */
export function comparedItem(state: AppState): RunItem | null {
  return (
    state.run?.items.find(
      (item) => item.picture.imageHash === state.comparing && item.phase.status === 'done',
    ) ?? null
  );
}
