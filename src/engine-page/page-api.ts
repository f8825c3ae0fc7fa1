/** What the engine page offers to the panel over Comlink; the panel imports these types, never the code. */
import type {
  EngineInfo,
  EnhanceOptions,
  EnhanceProgress,
  EnhanceResult,
} from '../inference/engine';
import type { PackPrecision } from '../inference/pack/pack-files';
import type { SerializedError } from '../shared/errors';
import type { Outcome } from '../shared/outcome';

/** The pack that is to run. */
export type PackChoice =
  /** Of this page's host, by the name of its folder there. */
  | { readonly from: 'host'; readonly folder: string }
  /** Files that the panel has, by their path in the pack; they are not kept. */
  | { readonly from: 'panel'; readonly files: Readonly<Record<string, Blob | Uint8Array>> };

export interface DownloadProgress {
  /** Bytes that are here, and bytes that are wanted, of the files that were asked for so far. */
  readonly done: number;
  /** 0 before it is known. */
  readonly total: number;
  /** The host does not answer, or the connection broke: it is tried again. */
  readonly retrying: boolean;
}

/** A pack of this page's host. */
export interface PackOffer {
  readonly folder: string;
  readonly title: string;
  readonly kind: 'direct' | 'latent';
  /** Size of all its files. */
  readonly bytes: number;
  /** Null where the host does not say. */
  readonly precision: PackPrecision | null;
  /** Why this computer’s GPU cannot run it; null when nothing speaks against it. */
  readonly obstacle: SerializedError | null;
}

/** Where downloaded weights are kept: `http` is the browser's own cache, whose size nobody is told. */
export type StorageKind = 'opfs' | 'cache' | 'http';

export interface StorageReport {
  readonly kind: StorageKind;
  /** Bytes of weights that are kept; null where that cannot be known. */
  readonly usedBytes: number | null;
  /** What the browser grants this origin in all; null where it does not say. */
  readonly quotaBytes: number | null;
}

/** Engines are told apart by numbers that the panel gives them: a new pack is tried beside the old one. */
export interface EnginePageApi {
  /**
   * Starts an engine with this pack on the GPU. Files of the host are downloaded, unless they are
   * kept already, when they are first needed: the text encoder not before somebody types something.
   *
   * @param onProgress a Comlink proxy; may be called during `enhance` as well
   */
  start(
    engineId: number,
    pack: PackChoice,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<Outcome<EngineInfo>>;
  /** As `EngineWorkerApi.enhance`; the code is `engine-crashed` when the engine died. */
  enhance(
    engineId: number,
    jobId: number,
    bytes: Uint8Array,
    options: EnhanceOptions,
    onProgress: (progress: EnhanceProgress) => void,
  ): Promise<Outcome<EnhanceResult>>;
  cancel(engineId: number, jobId: number): void;
  /** Gives up the engine and its downloads. */
  stop(engineId: number): void;
  /** Resolves with a technical cause when the engine dies. */
  whenDied(engineId: number): Promise<string>;
  /** Of one pack in several precisions, those come first that run here, and run best. */
  packs(): Promise<Outcome<readonly PackOffer[]>>;
  storage(): Promise<StorageReport>;
  /** Deletes all weights that are kept. */
  clearStorage(): Promise<Outcome<null>>;
}
