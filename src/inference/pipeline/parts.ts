import type { DirectPack } from '../pack/schema';
import type { ModelRuntime, ModelSession } from '../runtime/model-session';
import type { FlatColours } from './flat-colours';

/** What a direct pack at work consists of. */
export interface DirectParts {
  readonly pack: DirectPack;
  readonly runtime: Pick<ModelRuntime, 'nextTask'>;
  readonly session: ModelSession;
  readonly flatColours: FlatColours;
}
