import type { DirectPack } from '../pack/schema';
import type { ModelRuntime, ModelSession } from '../runtime/model-session';

/** What a direct pack at work consists of. */
export interface DirectParts {
  readonly pack: DirectPack;
  readonly runtime: Pick<ModelRuntime, 'nextTask'>;
  readonly session: ModelSession;
  /** Whether flat colour may do without the network; see `keepsFlatColours`. */
  readonly skipsFlat: boolean;
}
