/** What the engine worker offers to the UI over Comlink; the UI imports these types, never the code. */
import type { Outcome } from '../../shared/outcome';
import type {
  EngineInfo,
  EnhanceOptions,
  EnhanceProgress,
  EnhanceResult,
  StageDump,
} from '../engine';
import type { KnownLimits } from '../tiles/tile-memory';

export interface EngineAssets {
  /**
   * onnxruntime-web's binary, unpacked: `ort-wasm-simd-threaded.wasm`, or for the WebGPU worker the
   * file of `WEBGPU_WASM_FILES` for this browser.
   */
  readonly ortWasm: Uint8Array;
  /** Files of the pack by their path in it, `pack.json` among them. */
  readonly packFiles: Readonly<Record<string, Uint8Array>>;
  /** Further files of the pack, which stay on the disk until they are needed. */
  readonly packBlobs?: Readonly<Record<string, Blob>> | undefined;
  /** What earlier engines have learned about memory here. */
  readonly tileLimits?: KnownLimits | undefined;
}

/**
 * Gives a file of the pack that is not among the assets, when it is needed; a Comlink proxy.
 *
 * @param path as in pack.json
 */
export type PackFileOpener = (path: string) => Promise<Outcome<Blob>>;

export interface EngineWorkerApi {
  /** Loads the pack, runs its self-test, and is then ready for `enhance`. */
  start(assets: EngineAssets, openFile?: PackFileOpener): Promise<Outcome<EngineInfo>>;
  /**
   * As `Engine.enhance`; `bytes` may be transferred. `onProgress` and `onDump` are Comlink proxies;
   * the second asks for the stages of a latent pack, as `EnhanceHooks` does.
   * The result's bytes are transferred back.
   */
  enhance(
    jobId: number,
    bytes: Uint8Array,
    options: EnhanceOptions,
    onProgress: (progress: EnhanceProgress) => void,
    onDump?: (stages: StageDump) => void,
  ): Promise<Outcome<EnhanceResult>>;
  /** What this engine has learned about memory, and earlier ones before it. */
  tileLimits(): KnownLimits;
  /** Raises the job's signal; its `enhance` then answers with the code `cancelled`. */
  cancel(jobId: number): void;
}
