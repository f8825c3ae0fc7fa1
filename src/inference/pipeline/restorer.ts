import type { CancelSignal } from '../../shared/cancel';
import type { PromptReading } from '../../shared/prompt-vocabulary';
import type { ControlsInfo, EngineInfo, EnhanceOptions, StageDump } from '../engine';
import type { Raster } from '../image/raster';
import type { ResultSize } from './result-size';

export interface RestoreHooks {
  readonly signal: CancelSignal | undefined;
  /** Does what needs the network, once no other picture is in it; for one call. */
  readonly inNetwork: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onTiles: (tilesDone: number, tilesTotal: number) => void;
  readonly onDump: ((stages: StageDump) => void) | undefined;
}

/** A pack at work: what differs between kinds of packs, inside the frame that all share. */
export interface Restorer {
  readonly kind: EngineInfo['kind'];
  readonly takesPrompt: boolean;
  /** Null for a pack without controls. */
  readonly controls: ControlsInfo | null;
  /** @throws OnestepError `option-invalid` (option, value, expected), `prompt-unsupported` */
  checkOptions(options: EnhanceOptions): void;
  /** What becomes of a prompt's words; null where they are free, or not taken. */
  readPrompt(prompt: string): PromptReading | null;
  /**
   * Restores a decoded picture.
   *
   * @param source its colours below transparency are replaced on the way
   * @param size wanted; another size may come back where the options ask for that
   * @throws OnestepError `cancelled`, `engine-memory`, `engine-crashed`, `result-invalid`, `pack-*`;
   * RangeError when there is no room for a picture
   */
  restore(
    source: Raster,
    size: ResultSize,
    options: EnhanceOptions,
    hooks: RestoreHooks,
  ): Promise<Raster>;
  release(): Promise<void>;
}
