import type { EngineState } from '../state/app-state';

/**
 * Why the engine in use is the one in use. Another kind of engine adds its reasons here, and their
 * sentences to `ENGINE_REASON_TEXTS`.
 *
 * `frame-without-webgpu`: the plugin’s own frame has a null origin, where browsers offer no WebGPU.
 */
export const ENGINE_REASONS = ['starting', 'failed', 'webgpu', 'frame-without-webgpu'] as const;
export type EngineReason = (typeof ENGINE_REASONS)[number];

export function engineReason(engine: EngineState): EngineReason {
  if (engine.status !== 'ready') return engine.status;
  return engine.info.runtime === 'webgpu' ? 'webgpu' : 'frame-without-webgpu';
}
