import type { EngineState } from '../state/app-state';

/** One quiet line: where pictures are restored, and by which model; the settings say more. */
export function EngineLine({ engine }: { engine: EngineState }) {
  return <p class="engine-line quiet">{engineText(engine)}</p>;
}

function engineText(engine: EngineState): string {
  switch (engine.status) {
    case 'starting':
      return 'Starting the engine on this computer…';
    case 'failed':
      return 'The engine is not running.';
    case 'ready':
      return `Runs on this computer: ${engine.info.packTitle}`;
  }
}
