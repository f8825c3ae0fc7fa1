import type { DownloadProgress, PackOffer, StorageReport } from '../../engine-page/page-api';
import type { WorkerHandle } from '../../inference/browser/connect-worker';
import type { EngineInfo } from '../../inference/engine';
import type { SerializedError } from '../../shared/errors';
import type { AbortSource } from '../../shared/rpc-client';

/** Files of a pack by their path in it, `pack.json` among them; they stay on the disk. */
export type PackFiles = Readonly<Record<string, Blob>>;

/**
 * A slow machine compiles the wasm and runs the self-test in a few seconds; this is not slow but
 * stuck.
 */
const START_LIMIT_MS = 90_000;
/** A pack of some gigabytes is read and checked for minutes; whoever waits for it can cancel. */
const CHOSEN_START_LIMIT_MS = 30 * 60_000;

export function startLimitMs(pack: ChosenPack): number {
  return pack === null ? START_LIMIT_MS : CHOSEN_START_LIMIT_MS;
}

/** An engine that has proven itself with a pack, and takes jobs. */
export interface RunningEngine extends Pick<
  WorkerHandle,
  'enhance' | 'cancel' | 'died' | 'terminate'
> {
  readonly info: EngineInfo;
}

export type PlaceName = 'page' | 'embedded';

/** A pack of the engine page's host, by the name of its folder there. */
export interface HostedPack {
  readonly hostedFolder: string;
}

/** What is to run; null for the pack inside the plugin. */
export type ChosenPack = PackFiles | HostedPack | null;

export function isHosted(pack: ChosenPack): pack is HostedPack {
  return pack !== null && typeof pack['hostedFolder'] === 'string';
}

export interface StartOptions {
  readonly signal?: AbortSource | undefined;
  /** While weights are downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** A place where an engine can run. */
export interface EnginePlace {
  readonly name: PlaceName;
  /** @throws OnestepError `engine-*`, `pack-*`, `download-*`, `weights-*`, `cancelled` */
  start(pack: ChosenPack, options?: StartOptions): Promise<RunningEngine>;
  /** Packs that can be had here beside those of the user; none where this is missing. */
  packs?(): Promise<readonly PackOffer[]>;
  /** What is kept of downloaded weights; missing where nothing is downloaded. */
  readonly weights?: WeightsShelf;
}

export interface WeightsShelf {
  report(): Promise<StorageReport>;
  /** @throws OnestepError `weights-storage-failed` */
  clear(): Promise<void>;
}

/** A better place that was tried first, and why it is not used. */
export interface PassedOver {
  readonly place: PlaceName;
  readonly error: SerializedError;
}

/** The engine that runs, where it runs, and why not in a better place. */
export interface PlacedEngineInfo extends EngineInfo {
  readonly place: PlaceName;
  readonly passedOver: readonly PassedOver[];
}
