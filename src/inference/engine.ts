import type { ColourFix } from '../shared/colour-fix';
import type { Controls } from '../shared/controls';
import type { PromptReading, Vocabulary } from '../shared/prompt-vocabulary';
import type { AbortSource } from '../shared/rpc-client';
import type { FloatTensor, IdTensor } from './runtime/graph-session';

/** Formats a result can be written in; Figma takes the first two. */
export const OUTPUT_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/**
 * How a latent pack cuts what is too large for one run: `auto` for the least visible seams,
 * `official` for the numbers of the official code, `none` not at all.
 */
export const TILINGS = ['auto', 'official', 'none'] as const;
export type Tiling = (typeof TILINGS)[number];

/** `wanted`: the source times the scale. `network`: as it left the network, as the official code. */
export const OUTPUT_SIZES = ['wanted', 'network'] as const;
export type OutputSize = (typeof OUTPUT_SIZES)[number];

/** Wishes that only latent packs can fulfil; each has a default. */
export interface LatentOptions {
  /** Tags of the picture, joined by commas, which come before the prompt. */
  readonly caption?: string | undefined;
  readonly colourFix?: ColourFix | undefined;
  readonly tiling?: Tiling | undefined;
  /** Side of a tile, in latents (8 px each). */
  readonly latentTile?: number | undefined;
  /** Least overlap of neighbouring tiles, in latents; smaller than a tile. */
  readonly latentOverlap?: number | undefined;
  /** Pictures whose short side stays below this, in pixels, are enlarged before all else. */
  readonly processSize?: number | undefined;
  readonly outputSize?: OutputSize | undefined;
}

export interface EnhanceOptions extends LatentOptions {
  /**
   * For latent packs what the picture shows, in free words; for packs with controls what to do, in
   * words of their vocabulary.
   */
  readonly prompt?: string | undefined;
  /** For packs with controls; what is set here wins over the prompt. */
  readonly controls?: Controls | undefined;
  /** Wanted enlargement of each side; the reached one may be smaller, see `maxSidePx`. */
  readonly scale: number;
  /** Longest side of the result in pixels; the scale is lowered to fit. */
  readonly maxSidePx: number;
  /** `auto`: PNG where there is transparency or the source was not JPEG, else JPEG. */
  readonly format: OutputFormat | 'auto';
  /** Writes PNG in place of JPEG, which has no transparency, where that would be lost. */
  readonly keepsTransparency?: boolean | undefined;
  /** Of JPEG and WebP, a whole number from 1 to 100, `STANDARD_QUALITY` by default; not for PNG. */
  readonly quality?: number | undefined;
  /**
   * How much of the restoration, from 0, a classic enlargement, to 1, all of it (default). Alpha is
   * the restored one throughout.
   */
  readonly strength?: number | undefined;
}

export interface EnhanceProgress {
  readonly stage: 'decode' | 'restore' | 'encode';
  /** Tiles done and tiles in all; 0 of 0 before the plan is made. */
  readonly tilesDone: number;
  readonly tilesTotal: number;
}

/** What the stages of a latent pack have made, by name; see `dumpStages`. */
export type StageDump = Readonly<Record<string, FloatTensor | IdTensor>>;

export interface EnhanceHooks {
  readonly signal?: AbortSource | undefined;
  readonly onProgress?: ((progress: EnhanceProgress) => void) | undefined;
  /** Asks a latent pack for its stages, which are held in memory for that. */
  readonly onDump?: ((stages: StageDump) => void) | undefined;
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
  /** What became of the prompt's words; null for packs that read free words, or none. */
  readonly promptReading: PromptReading | null;
}

/** What can be told to a pack with controls. */
export interface ControlsInfo {
  /** For prompts; empty for a pack that takes none. */
  readonly vocabulary: Vocabulary;
}

export interface EngineInfo {
  /** What the pack is: one graph from picture to picture, or a diffusion network with a prompt. */
  readonly kind: 'direct' | 'latent';
  readonly runtime: 'webgpu' | 'wasm' | 'node-cpu' | 'node-webgpu';
  readonly packTitle: string;
  readonly packVersion: string;
  /** Whether the pack follows words; `prompt` is refused by one that does not. */
  readonly takesPrompt: boolean;
  /** Null for a pack without controls, which refuses `controls`. */
  readonly controls: ControlsInfo | null;
}

/**
 * A loaded pack on a runtime. Jobs go through its network one at a time, in the order they came; where
 * memory allows, the next picture is decoded and the last one encoded meanwhile.
 */
export interface Engine {
  readonly info: EngineInfo;
  /**
   * Checks options before there is a picture; `enhance` does so as well.
   *
   * @throws OnestepError `option-invalid` (option, value, expected), `prompt-unsupported`
   */
  checkOptions(options: EnhanceOptions): void;
  /**
   * Restores and enlarges one encoded picture. The same input gives the same bytes on the same
   * runtime. Cancel is seen between tiles, and at once by a job that has yet to wait for others.
   *
   * @throws OnestepError with an `image-*`, `engine-*`, `result-*` code, or `cancelled`.
   */
  enhance(bytes: Uint8Array, options: EnhanceOptions, hooks?: EnhanceHooks): Promise<EnhanceResult>;
  dispose(): Promise<void>;
}
