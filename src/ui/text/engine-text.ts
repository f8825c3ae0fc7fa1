/** Which engine restores the pictures, and why that one. */
import type { EngineInfo } from '../../inference/engine';
import type { EngineReason } from '../engine/engine-reason';
import type { EngineState } from '../state/app-state';

/** Of the frame that holds the engine page. */
export const ENGINE_FRAME_TITLE = 'Onestep engine';

const RUNTIME_NAMES: Readonly<Record<EngineInfo['runtime'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  'node-cpu': 'Node.js',
  'node-webgpu': 'Node.js, WebGPU',
};

/** In one line: where pictures are restored, and by what. */
export function engineText(engine: EngineState): string {
  switch (engine.status) {
    case 'starting':
      return 'Starting the engine on this computer…';
    case 'failed':
      return 'The engine is not running.';
    case 'ready':
      return `Runs locally: ${RUNTIME_NAMES[engine.info.runtime]}, ${engine.info.packTitle}`;
  }
}

export interface ReasonText {
  readonly what: string;
  readonly why: string;
}

export const ENGINE_REASON_TEXTS: Readonly<Record<EngineReason, ReasonText>> = {
  starting: { what: 'Starting…', why: 'The first start takes a few seconds.' },
  failed: { what: 'Not running', why: 'Pictures cannot be enhanced until it runs again.' },
  page: {
    what: 'WebGPU, on the graphics card of this computer',
    why: 'The engine page has access to it. This is the fastest way to restore pictures here.',
  },
  'page-passed-over': {
    what: 'WebAssembly, on the processor of this computer',
    why: 'The engine page, which could use the graphics card, is not in use:',
  },
  'frame-without-webgpu': {
    what: 'WebAssembly, on the processor of this computer',
    why: 'Figma runs plugin windows in a frame without WebGPU, so the graphics card is out of reach. The engine inside the plugin works without it, and offline.',
  },
};
