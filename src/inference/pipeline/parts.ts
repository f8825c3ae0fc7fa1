import type { ImageCodec } from '../image/codec';
import type { PackDescription } from '../pack/schema';
import type { ModelRuntime, ModelSession } from '../runtime/model-session';

/** What an engine consists of. */
export interface EngineParts {
  readonly pack: PackDescription;
  readonly runtime: ModelRuntime;
  readonly session: ModelSession;
  readonly codec: ImageCodec;
  /** Whether flat colour may do without the network; see `keepsFlatColours`. */
  readonly skipsFlat: boolean;
}
