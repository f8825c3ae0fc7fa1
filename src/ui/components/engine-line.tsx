import type { EngineState } from '../state/app-state';
import { engineText } from '../text/engine-text';

/** One quiet line: where pictures are restored, and by what; the settings say more. */
export function EngineLine({ engine }: { engine: EngineState }) {
  return <p class="engine-line quiet">{engineText(engine)}</p>;
}
