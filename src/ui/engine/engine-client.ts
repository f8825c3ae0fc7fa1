/**
 * The engine as the panel sees it: one at a time, in the best place that works, started when it is
 * first needed, thrown away when it dies, falls silent, does not answer a cancel, or ran out of memory,
 * and started anew for the next picture.
 */
import type { DownloadProgress, PackOffer } from '../../engine-page/page-api';
import type { EnhanceOptions, EnhanceProgress, EnhanceResult } from '../../inference/engine';
import { OnestepError, serializeError, toOnestepError, type ErrorCode } from '../../shared/errors';
import { orCancelled } from '../../shared/or-cancelled';
import { valueOf } from '../../shared/outcome';
import type { AbortSource } from '../../shared/rpc-client';
import {
  isHosted,
  type EnginePlace,
  type ChosenPack,
  type PassedOver,
  type PlacedEngineInfo,
  type RunningEngine,
  type StartOptions,
} from './engine-place';
import { listenForSignsOfLife } from './signs-of-life';

/** How long a cancelled job may take to reach the end of its tile before its worker is stopped. */
export const CANCEL_LIMIT_MS = 3000;

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
  start(): Promise<PlacedEngineInfo>;
  /** As `start`, from the best place downwards again, also where engines have died before. */
  restart(): Promise<PlacedEngineInfo>;
  /**
   * Puts another pack into use; null is the one inside the plugin. The engine in use goes on beside
   * it, and is stopped only when the new one has proven itself.
   *
   * @throws OnestepError as `start`, or `cancelled`; the pack that was in use then still is.
   */
  open(
    pack: ChosenPack,
    signal: AbortSource,
    onProgress?: (progress: DownloadProgress) => void,
  ): Promise<PlacedEngineInfo>;
  /** Packs that the place in use has beside those of the user. */
  packs(): Promise<readonly PackOffer[]>;
  /**
   * A picture on which the engine dies in one place is tried again, in the next place when it dies
   * there often.
   *
   * @throws OnestepError with the engine's code, `cancelled`, or `engine-crashed` when the last
   * engine died or fell silent; whatever `start` throws when it could not be started again.
   */
  enhance(
    bytes: Uint8Array,
    options: EnhanceOptions,
    call: EnhanceCallOptions,
  ): Promise<EnhanceResult>;
}

/** After this many deaths in one place, the next one is used for as long as the window is open. */
const DEATHS_TOLERATED = 2;

interface Started {
  readonly engine: RunningEngine;
  readonly place: EnginePlace;
  readonly passedOver: readonly PassedOver[];
}

/** @param places the best first; the last one is expected to work everywhere */
export function createEngineClient(places: readonly EnginePlace[]): EngineClient {
  let packInUse: ChosenPack = null;
  let running: Promise<Started> | null = null;
  let lastJobId = 0;
  const deaths = new Map<EnginePlace, { count: number; error: OnestepError }>();

  const startBest = async (pack: ChosenPack, options: StartOptions = {}): Promise<Started> => {
    const passedOver: PassedOver[] = [];
    for (const place of places) {
      const isLast = place === places.at(-1);
      const died = deaths.get(place);
      if (!isLast && died !== undefined && died.count >= DEATHS_TOLERATED) {
        passedOver.push({ place: place.name, error: serializeError(died.error) });
        continue;
      }
      try {
        return { engine: await place.start(pack, options), place, passedOver };
      } catch (thrown) {
        const error = toOnestepError(thrown, 'engine-unavailable');
        // What the page downloads runs on the page or not at all.
        if (isLast || isHosted(pack) || !mayWorkElsewhere(error)) throw error;
        passedOver.push({ place: place.name, error: serializeError(error) });
      }
    }
    throw new OnestepError('engine-unavailable', {}, 'no place to run');
  };
  const keep = (starting: Promise<Started>): Promise<Started> => {
    running = starting;
    const forget = (): void => {
      if (running === starting) running = null;
    };
    // An engine may die between two pictures; whoever comes next must not be handed the dead one.
    starting.then(({ engine }) => void engine.died.then(forget), forget);
    return starting;
  };
  const ensureRunning = (): Promise<Started> => running ?? keep(startBest(packInUse));

  const enhanceOnce = async (
    bytes: Uint8Array,
    options: EnhanceOptions,
    call: EnhanceCallOptions,
  ): Promise<EnhanceResult | 'again'> => {
    const started = ensureRunning();
    const { engine, place } = await orCancelled(started, call.signal);
    const isLast = place === places.at(-1);
    try {
      // The engine takes the bytes away; another one may need them.
      const own = isLast ? bytes : Uint8Array.from(bytes);
      return await runJob(engine, ++lastJobId, own, options, call);
    } catch (thrown) {
      const error = toOnestepError(thrown, 'engine-crashed');
      if (mustRetire(error)) {
        engine.terminate();
        if (running === started) running = null;
      }
      // Whatever else went wrong after the user had cancelled is of no interest to them.
      if (call.signal.aborted) throw new OnestepError('cancelled');
      if (isLast || !mustRetire(error)) throw error;
      deaths.set(place, { count: (deaths.get(place)?.count ?? 0) + 1, error });
      return 'again';
    }
  };

  return {
    start: async () => describe(await ensureRunning()),
    restart: async () => {
      deaths.clear();
      running?.then(({ engine }) => engine.terminate()).catch(() => undefined);
      return describe(await keep(startBest(packInUse)));
    },
    packs: async () => {
      const { place } = await ensureRunning();
      return (await place.packs?.()) ?? [];
    },
    open: async (pack, signal, onProgress) => {
      const starting = startBest(pack, { signal, onProgress });
      const started = await starting;
      const replaced = running;
      packInUse = pack;
      void keep(starting);
      replaced?.then(({ engine }) => engine.terminate()).catch(() => undefined);
      return describe(started);
    },
    enhance: async (bytes, options, call) => {
      for (;;) {
        const result = await enhanceOnce(bytes, options, call);
        if (result !== 'again') return result;
      }
    },
  };
}

function describe({ engine, place, passedOver }: Started): PlacedEngineInfo {
  return { ...engine.info, place: place.name, passedOver };
}

/** A broken pack is broken everywhere; a wrong answer or a failing GPU is a matter of the place. */
function mayWorkElsewhere({ code }: OnestepError): boolean {
  return (
    code.startsWith('engine-') ||
    code.startsWith('download-') ||
    code === 'pack-self-test' ||
    code === 'pack-half-precision' ||
    code === 'pack-buffer-size' ||
    code === 'pack-graph'
  );
}

/** The cancel of a worker that did not answer it and has to be stopped. */
class UnansweredCancel extends OnestepError {
  constructor() {
    super('cancelled');
  }
}

/**
 * What leaves an engine that is of no more use. The wasm heap never shrinks, so that after running out
 * of memory only a new worker helps; a lost GPU is replaced once in a picture by the engine itself,
 * which finds none, or one with wrong kernels, or loses that as well.
 */
const FATAL: readonly ErrorCode[] = [
  'engine-crashed',
  'engine-memory',
  'engine-device-lost',
  'engine-unavailable',
  'engine-no-webgpu',
  'pack-self-test',
  'pack-half-precision',
  'pack-buffer-size',
];

function mustRetire(error: OnestepError): boolean {
  return FATAL.includes(error.code) || error instanceof UnansweredCancel;
}

async function runJob(
  engine: RunningEngine,
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
      engine.cancel(jobId).catch(() => undefined);
      timer = setTimeout(() => reject(new UnansweredCancel()), CANCEL_LIMIT_MS);
    };
  });
  const life = listenForSignsOfLife(engine.info.kind);
  signal.addEventListener('abort', onAbort);
  try {
    const outcome = await Promise.race([
      engine.enhance(jobId, bytes, options, (progress) => {
        life.heard();
        // A last message may be on its way while the job's end has been seen already.
        if (!settled && !signal.aborted) onProgress(progress);
      }),
      stopped,
      life.missed,
      engine.died.then((cause) => {
        throw new OnestepError('engine-crashed', {}, cause);
      }),
    ]);
    return valueOf(outcome);
  } finally {
    settled = true;
    life.stop();
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
