/** What the panel says around the start of a run. */
import type { AppState } from '../state/app-state';
import { scopeOf } from '../state/selectors';
import { AREA_NAMES } from './scope-text';

export const START_TEXT = {
  title: 'Enhance',
  batchTitle: 'Batch upscale',
  /** In the place of all that a run can be told, while a question stands below. */
  foldedOptions: 'Scale, guidance and output',
  lastRun: 'Last run:',
  /** Instead of the label below, once it was said that originals will be lost. */
  giveUpOriginals: 'Enhance anyway',
} as const;

/** What the main button says: the menu's own words for one picture, a number for more. */
export function enhanceLabel(count: number): string {
  return count <= 1 ? 'Enhance image' : `Enhance ${count} images`;
}

/** What a run that was asked for waits for. */
export function startsWhenText(state: AppState): string {
  return `Starts as soon as ${awaitedText(state)}…`;
}

function awaitedText(state: AppState): string {
  const { engine, model } = state;
  if (model.opening !== null) return 'the model is open';
  if (engine.status !== 'ready') return 'the engine is ready';
  return `${AREA_NAMES[scopeOf(state).area]} is read`;
}
