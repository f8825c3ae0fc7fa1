import type { Controls } from '../../shared/controls';
import type { EnhanceOptions } from '../../inference/engine';
import type { Density, ScaleChoice } from '../../shared/settings';
import type { SharingChoice } from '../../shared/write-target';

/** What is made of the restored pictures. */
export type OutputOptions = Pick<EnhanceOptions, 'format' | 'quality' | 'strength' | 'colourFix'>;

/** What a run is told at its start; a later choice does not reach into it, a retry keeps to it. */
export interface RunOptions {
  readonly scale: ScaleChoice;
  /** What a scale that fits is worked out for. */
  readonly density: Density;
  readonly output: OutputOptions;
  /** Words for the restoration; empty for none, and for a pack that takes none. */
  readonly prompt: string;
  /** Null for a pack without controls. */
  readonly controls: Controls | null;
  /** Start again from the originals of pictures that are results already. */
  readonly fromOriginals: boolean;
  /** What becomes of pictures that layers share. */
  readonly sharing: SharingChoice;
  /** Named in the note on the layers. */
  readonly packTitle: string;
}
