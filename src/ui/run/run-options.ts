import type { Controls } from '../../shared/controls';
import type { Scale } from '../../shared/limits';
import type { SharingChoice } from '../../shared/write-target';

/** What a run is told at its start; a later choice does not reach into it, a retry keeps to it. */
export interface RunOptions {
  readonly scale: Scale;
  /** Words for the restoration; empty for none, and for a pack that takes none. */
  readonly prompt: string;
  /** Null for a pack without controls. */
  readonly controls: Controls | null;
  /** Start again from the originals of pictures that are results already. */
  readonly fromOriginals: boolean;
  /** What becomes of pictures that layers share. */
  readonly sharing: SharingChoice;
}
