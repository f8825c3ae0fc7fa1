import type { AppState } from '../state/app-state';

/** What a run that was asked for waits for, after “Starts as soon as the …”. */
export function awaitedText({ engine, model }: AppState): string {
  if (model.opening !== null) return 'model is open';
  return engine.status === 'ready' ? 'selection is read' : 'engine is ready';
}
