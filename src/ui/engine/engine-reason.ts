import type { EngineState } from '../state/app-state';
import type { PlacedEngineInfo } from './engine-place';

/**
 * Why the engine in use is the one in use. Another kind of engine adds its reasons here, and their
 * sentences to `ENGINE_REASON_TEXTS`.
 *
 * `page`: the engine page has WebGPU.
 * `page-passed-over`: there is an engine page, and it could not be used.
 * `frame-without-webgpu`: there is none, and the plugin’s own frame has a null origin, where browsers
 * offer no WebGPU.
 */
export const ENGINE_REASONS = [
  'starting',
  'failed',
  'page',
  'page-passed-over',
  'frame-without-webgpu',
] as const;
export type EngineReason = (typeof ENGINE_REASONS)[number];

export function engineReason(engine: EngineState): EngineReason {
  if (engine.status !== 'ready') return engine.status;
  const { place, passedOver } = engine.info;
  if (place === 'page') return 'page';
  return passedOver.length > 0 ? 'page-passed-over' : 'frame-without-webgpu';
}

/** This build of the plugin has an engine page, whether that is in use or not. */
export function hasEnginePage(info: PlacedEngineInfo): boolean {
  return info.place === 'page' || info.passedOver.some(({ place }) => place === 'page');
}
