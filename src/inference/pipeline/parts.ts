import type { DirectPack } from '../pack/schema';
import type { ModelRuntime } from '../runtime/model-session';
import type { NetworkMemory } from '../tiles/tile-memory';
import type { DirectNetwork } from './direct-network';

/** What a direct pack at work consists of. */
export interface DirectParts {
  readonly pack: DirectPack;
  readonly runtime: Pick<ModelRuntime, 'nextTask' | 'device'>;
  readonly network: DirectNetwork;
  /** Of tiles in source pixels. */
  readonly memory: NetworkMemory;
}
