/**
 * The engine as the panel sees it: one worker, started when it is first needed, thrown away when it
 * dies, does not answer a cancel, or ran out of memory, and started anew for the next picture.
 */
import type { EngineAssets, Outcome } from '../../inference/browser/worker-api';
import type {
  EngineInfo,
  EnhanceOptions,
  EnhanceProgress,
  EnhanceResult,
} from '../../inference/engine';
import { OnestepError, deserializeError, toOnestepError } from '../../shared/errors';
import type { AbortSource } from '../../shared/rpc-client';
import { answerInTime } from '../sandbox/answer-in-time';
import type { EmbeddedAssets } from './embedded-assets';
import { WORKER_ADDRESSES, type SpawnWorker, type WorkerHandle } from './worker-host';

const WORKER_ASSET = 'engine-worker.js';
const WASM_ASSET = 'ort.wasm';
const PACK_PREFIX = 'compact/';

/**
 * A slow machine compiles the wasm and runs the self-test in a few seconds; this is not slow but
 * stuck.
 */
const START_LIMIT_MS = 90_000;
/** A pack of some gigabytes is read and checked for minutes; whoever waits for it can cancel. */
const CHOSEN_START_LIMIT_MS = 30 * 60_000;
/** How long a cancelled job may take to reach the end of its tile before its worker is stopped. */
export const CANCEL_LIMIT_MS = 3000;

/** Files of a pack by their path in it, `pack.json` among them; they stay on the disk. */
export type PackFiles = Readonly<Record<string, Blob>>;

export interface EnhanceCallOptions {
  readonly signal: AbortSource;
  readonly onProgress: (progress: EnhanceProgress) => void;
}

export interface EngineClient {
  /**
   * Starts the engine unless it runs; concurrent calls share one start.
   *
   * @throws OnestepError `engine-unavailable` or a `pack-*` code.
   */
  start(): Promise<EngineInfo>;
  /**
   * Puts another pack into use; null is the one inside the plugin. The engine in use goes on beside
   * it, and is stopped only when the new one has proven itself.
   *
   * @throws OnestepError as `start`, or `cancelled`; the pack that was in use then still is.
   */
  open(pack: PackFiles | null, signal: AbortSource): Promise<EngineInfo>;
  /**
   * @throws OnestepError with the engine's code, `cancelled`, or `engine-crashed` when the worker
   * died; whatever `start` throws when it could not be started again.
   */
  enhance(
    bytes: Uint8Array,
    options: EnhanceOptions,
    call: EnhanceCallOptions,
  ): Promise<EnhanceResult>;
}

interface Running {
  readonly handle: WorkerHandle;
  readonly info: EngineInfo;
}

export function createEngineClient(assets: EmbeddedAssets, spawn: SpawnWorker): EngineClient {
  let packInUse: PackFiles | null = null;
  let running: Promise<Running> | null = null;
  let lastJobId = 0;

  const keep = (starting: Promise<Running>): Promise<Running> => {
    running = starting;
    const forget = (): void => {
      if (running === starting) running = null;
    };
    // A worker may die between two pictures; whoever comes next must not be handed the dead one.
    starting.then(({ handle }) => void handle.died.then(forget), forget);
    return starting;
  };
  const ensureRunning = (): Promise<Running> =>
    running ?? keep(startWorker(assets, packInUse, spawn));

  return {
    start: async () => (await ensureRunning()).info,
    open: async (pack, signal) => {
      const starting = startWorker(assets, pack, spawn, signal);
      const { info } = await starting;
      const replaced = running;
      packInUse = pack;
      void keep(starting);
      replaced?.then(({ handle }) => handle.terminate()).catch(() => undefined);
      return info;
    },
    enhance: async (bytes, options, call) => {
      const started = ensureRunning();
      const { handle } = await orCancelled(started, call.signal);
      try {
        return await runJob(handle, ++lastJobId, bytes, options, call);
      } catch (thrown) {
        const error = toOnestepError(thrown, 'engine-crashed');
        if (mustRetire(error)) {
          handle.terminate();
          if (running === started) running = null;
        }
        // Whatever else went wrong after the user had cancelled is of no interest to them.
        throw call.signal.aborted ? new OnestepError('cancelled') : error;
      }
    },
  };
}

/** The cancel of a worker that did not answer it and has to be stopped. */
class UnansweredCancel extends OnestepError {
  constructor() {
    super('cancelled');
  }
}

/** The wasm heap never shrinks, so after running out of memory only a new worker helps. */
function mustRetire(error: OnestepError): boolean {
  return (
    error.code === 'engine-crashed' ||
    error.code === 'engine-memory' ||
    error instanceof UnansweredCancel
  );
}

/** A start goes on for whoever needs the engine next; only this caller stops waiting for it. */
async function orCancelled<T>(promise: Promise<T>, signal: AbortSource): Promise<T> {
  if (signal.aborted) throw new OnestepError('cancelled');
  let onAbort: () => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    onAbort = () => reject(new OnestepError('cancelled'));
  });
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function startWorker(
  assets: EmbeddedAssets,
  pack: PackFiles | null,
  spawn: SpawnWorker,
  signal?: AbortSource,
): Promise<Running> {
  const causes: string[] = [];
  for (const address of WORKER_ADDRESSES) {
    const [script, engineAssets] = await Promise.all([
      assets.read(WORKER_ASSET),
      readEngineAssets(assets, pack),
    ]);
    let handle: WorkerHandle;
    try {
      handle = spawn(address, script);
    } catch (thrown) {
      causes.push(`${address}: ${String(thrown)}`);
      continue;
    }
    try {
      const answer = answerInTime(
        Promise.race([
          handle.start(engineAssets),
          handle.died.then((cause): WorkerDeath => ({ died: true, cause })),
        ]),
        pack === null ? START_LIMIT_MS : CHOSEN_START_LIMIT_MS,
        'the start of the engine',
        'engine-unavailable',
      );
      const started = await (signal === undefined ? answer : orCancelled(answer, signal));
      if (!isDeath(started)) return { handle, info: valueOf(started) };
      causes.push(`${address}: ${started.cause}`);
      handle.terminate();
    } catch (thrown) {
      handle.terminate();
      throw toOnestepError(thrown, 'engine-unavailable');
    }
  }
  throw new OnestepError('engine-unavailable', {}, causes.join('; '));
}

interface WorkerDeath {
  readonly died: true;
  readonly cause: string;
}

function isDeath(value: Outcome<EngineInfo> | WorkerDeath): value is WorkerDeath {
  return 'died' in value;
}

async function readEngineAssets(
  assets: EmbeddedAssets,
  pack: PackFiles | null,
): Promise<EngineAssets> {
  if (pack !== null) {
    return { ortWasm: await assets.read(WASM_ASSET), packFiles: {}, packBlobs: pack };
  }
  const packNames = assets.names().filter((name) => name.startsWith(PACK_PREFIX));
  const [ortWasm, ...packFiles] = await Promise.all([
    assets.read(WASM_ASSET),
    ...packNames.map(
      async (name) => [name.slice(PACK_PREFIX.length), await assets.read(name)] as const,
    ),
  ]);
  return { ortWasm, packFiles: Object.fromEntries(packFiles) };
}

async function runJob(
  handle: WorkerHandle,
  jobId: number,
  bytes: Uint8Array,
  options: EnhanceOptions,
  { signal, onProgress }: EnhanceCallOptions,
): Promise<EnhanceResult> {
  let settled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => {
      // The answer to a cancel is the job's own `cancelled`; a dead worker is noticed elsewhere.
      handle.cancel(jobId).catch(() => undefined);
      timer = setTimeout(() => reject(new UnansweredCancel()), CANCEL_LIMIT_MS);
    };
  });
  signal.addEventListener('abort', onAbort);
  try {
    const outcome = await Promise.race([
      handle.enhance(jobId, bytes, options, (progress) => {
        // A last message may be on its way while the job's end has been seen already.
        if (!settled && !signal.aborted) onProgress(progress);
      }),
      stopped,
      handle.died.then((cause) => {
        throw new OnestepError('engine-crashed', {}, cause);
      }),
    ]);
    return valueOf(outcome);
  } finally {
    settled = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw deserializeError(outcome.error);
}
