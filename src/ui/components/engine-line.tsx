import type { EngineInfo } from '../../inference/engine';
import type { EngineState } from '../state/app-state';

const RUNTIME_NAMES: Readonly<Record<EngineInfo['runtime'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  'node-cpu': 'Node.js',
};

/** One quiet line: where pictures are restored, and by what; the settings say more. */
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
      return `Runs locally: ${RUNTIME_NAMES[engine.info.runtime]}, ${engine.info.packTitle}`;
  }
}
