import type { AppState } from '../state/app-state';
import { scopeOf } from '../state/selectors';
import { AREA_NAMES } from './scope-text';

/** What a run that was asked for waits for, after “Starts as soon as …”. */
export function awaitedText(state: AppState): string {
  const { engine, model } = state;
  if (model.opening !== null) return 'the model is open';
  if (engine.status !== 'ready') return 'the engine is ready';
  return `${AREA_NAMES[scopeOf(state).area]} is read`;
}
