import type { CancelSignal } from '../shared/cancel';

/** Formats a result can be written in; Figma takes the first two. */
export const OUTPUT_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface EnhanceOptions {
  /** Wanted enlargement of each side; the reached one may be smaller, see `maxSidePx`. */
  readonly scale: number;
  /** Longest side of the result in pixels; the scale is lowered to fit. */
  readonly maxSidePx: number;
  /** `auto`: PNG where there is transparency or the source was not JPEG, else JPEG. */
  readonly format: OutputFormat | 'auto';
}

export interface EnhanceProgress {
  readonly stage: 'decode' | 'restore' | 'encode';
  /** Tiles done and tiles in all; 0 of 0 before the plan is made. */
  readonly tilesDone: number;
  readonly tilesTotal: number;
}

export interface EnhanceHooks {
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: ((progress: EnhanceProgress) => void) | undefined;
}

export interface EnhanceResult {
  /** The encoded picture. */
  readonly bytes: Uint8Array;
  readonly format: OutputFormat;
  readonly width: number;
  readonly height: number;
  /** Size of the source as it is shown, after its EXIF orientation. */
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  /** Enlargement reached: `width / sourceWidth`, exact up to the rounding of the sides. */
  readonly scale: number;
  /** True when a limit made the scale smaller than the wanted one. */
  readonly capped: boolean;
}

export interface EngineInfo {
  readonly runtime: 'wasm' | 'node-cpu';
  readonly packTitle: string;
  readonly packVersion: string;
}

/** A loaded pack on a runtime, ready to restore pictures one at a time. */
export interface Engine {
  readonly info: EngineInfo;
  /**
   * Restores and enlarges one encoded picture. The same input gives the same bytes on the same
   * runtime. Cancel is seen between tiles.
   *
   * @throws OnestepError with an `image-*`, `engine-*`, `result-*` code, or `cancelled`.
   */
  enhance(bytes: Uint8Array, options: EnhanceOptions, hooks?: EnhanceHooks): Promise<EnhanceResult>;
  dispose(): Promise<void>;
}
