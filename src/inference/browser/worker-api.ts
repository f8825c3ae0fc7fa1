/** What the engine worker offers to the UI over Comlink; the UI imports these types, never the code. */
import type { SerializedError } from '../../shared/errors';
import type { EngineInfo, EnhanceOptions, EnhanceProgress, EnhanceResult } from '../engine';

export interface EngineAssets {
  /** onnxruntime-web's `ort-wasm-simd-threaded.wasm`, unpacked. */
  readonly ortWasm: Uint8Array;
  /** Files of the pack by their path in it, `pack.json` among them. */
  readonly packFiles: Readonly<Record<string, Uint8Array>>;
  /** Further files of the pack, which stay on the disk until they are needed. */
  readonly packBlobs?: Readonly<Record<string, Blob>> | undefined;
}

/** Comlink drops the fields of errors, so outcomes cross as values. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SerializedError };

export interface EngineWorkerApi {
  /** Loads the pack, runs its self-test, and is then ready for `enhance`. */
  start(assets: EngineAssets): Promise<Outcome<EngineInfo>>;
  /**
   * One job at a time; `bytes` may be transferred. `onProgress` is a Comlink proxy.
   * The result's bytes are transferred back.
   */
  enhance(
    jobId: number,
    bytes: Uint8Array,
    options: EnhanceOptions,
    onProgress: (progress: EnhanceProgress) => void,
  ): Promise<Outcome<EnhanceResult>>;
  /** Raises the job's signal; its `enhance` then answers with the code `cancelled`. */
  cancel(jobId: number): void;
}
