/**
 * The engine as the panel sees it: one at a time, in the best place that works, started when it is
 * first needed, thrown away when it dies, falls silent, does not answer a cancel, or ran out of memory,
 * and started anew for the next picture.
 */
import type { DownloadProgress, PackOffer } from '../../engine-page/page-api';
import type { EnhanceOptions, EnhanceResult } from '../../inference/engine';
import { OnestepError, serializeError, toOnestepError } from '../../shared/errors';
import { orCancelled } from '../../shared/or-cancelled';
import type { AbortSource } from '../../shared/rpc-client';
import {
  isHosted,
  type EnginePlace,
  type ChosenPack,
  type PassedOver,
  type PlacedEngineInfo,
  type StartOptions,
  type WeightsShelf,
} from './engine-place';
import { EngineAtWork, type EngineEnd, type EnhanceCallOptions } from './engine-at-work';

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
  /** What the place in use keeps of downloaded weights; null where it downloads none. */
  weights(): Promise<WeightsShelf | null>;
  /**
   * Takes two pictures at a time, and works on them in the order they came. A picture on which the
   * engine dies in one place is tried again, in the next place when it dies there often. Two pictures
   * that were on an engine when it died are each tried again alone: memory may not have had room for
   * both, and nobody knows which one it was. A picture that comes back unusable is tried in the next
   * place; the pictures after it are not, unless that happens often.
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

/** After this many failures of one place, the next one is used for as long as the window is open. */
const FAILURES_TOLERATED = 2;

type Job = Parameters<EngineClient['enhance']>;

interface Started {
  readonly engine: EngineAtWork;
  readonly place: EnginePlace;
  readonly passedOver: readonly PassedOver[];
}

/** @param places the best first; the last one is expected to work everywhere */
export function createEngineClient(places: readonly EnginePlace[]): EngineClient {
  let packInUse: ChosenPack = null;
  let running: Promise<Started> | null = null;
  const failures = new Map<EnginePlace, { readonly count: number; readonly error: OnestepError }>();
  const countFailure = (place: EnginePlace, error: OnestepError): void => {
    // A GPU that is lost for good has been lost twice, the engine having replaced it once.
    const weight = error.code === 'engine-device-lost' ? FAILURES_TOLERATED : 1;
    failures.set(place, { count: (failures.get(place)?.count ?? 0) + weight, error });
  };
  const isGivenUp = (place: EnginePlace): boolean =>
    place !== places.at(-1) && (failures.get(place)?.count ?? 0) >= FAILURES_TOLERATED;
  /** Pictures that are tried again on their own, one after another; others wait for them. */
  let secondTries: Promise<unknown> = Promise.resolve();

  /** @param candidates those of the places that are to be tried */
  const startBest = async (
    pack: ChosenPack,
    options: StartOptions = {},
    candidates = places,
  ): Promise<Started> => {
    const passedOver: PassedOver[] = [];
    for (const place of candidates) {
      const isLast = place === places.at(-1);
      if (isGivenUp(place)) {
        passedOver.push({ place: place.name, error: serializeError(failures.get(place)!.error) });
        continue;
      }
      try {
        const started = await place.start(pack, options);
        const engine = new EngineAtWork(started, (end) => countDeath(place, end));
        return { engine, place, passedOver };
      } catch (thrown) {
        const error = toOnestepError(thrown, 'engine-unavailable');
        // What the page downloads runs on the page or not at all.
        if (isLast || isHosted(pack) || !mayWorkElsewhere(error)) throw error;
        passedOver.push({ place: place.name, error: serializeError(error) });
      }
    }
    throw new OnestepError('engine-unavailable', {}, 'no place to run');
  };
  const countDeath = (place: EnginePlace, { error, pictures, wasStopped }: EngineEnd): void => {
    if (pictures > 0 && !wasStopped) countFailure(place, error);
  };
  const keep = (starting: Promise<Started>): Promise<Started> => {
    running = starting;
    starting.catch(() => {
      if (running === starting) running = null;
    });
    return starting;
  };
  const ensureRunning = async (): Promise<Started> => {
    const found = running;
    // An engine may die between two pictures; whoever comes next must not be handed the dead one.
    if (found !== null) {
      const { engine, place } = await found;
      if (running === found && (engine.end !== null || isGivenUp(place))) {
        if (engine.end === null) engine.terminateWhenIdle();
        running = null;
      }
    }
    return running ?? keep(startBest(packInUse));
  };

  const enhanceOnce = async (
    ...[bytes, options, call]: Job
  ): Promise<EnhanceResult | 'again' | 'again alone'> => {
    const { engine, place } = await orCancelled(ensureRunning(), call.signal);
    try {
      // The engine takes the bytes away; another one may need them.
      return await engine.run(Uint8Array.from(bytes), options, call);
    } catch (thrown) {
      // Whatever else went wrong after the user had cancelled is of no interest to them.
      if (call.signal.aborted) throw new OnestepError('cancelled');
      if (engine.end === null) {
        const error = toOnestepError(thrown, 'engine-crashed');
        if (error.code !== 'result-invalid' || place === places.at(-1)) throw error;
        return enhanceBelow(place, error, bytes, options, call);
      }
      if (engine.end.pictures > 1) return 'again alone';
      if (place === places.at(-1)) throw thrown;
      return 'again';
    }
  };
  /**
   * Whether an unusable result is the fault of the place or of the picture, only another place can
   * tell. It gets an engine for this one picture.
   *
   * @throws `unusable` where no other place can take the pack, or none makes anything of the picture
   */
  const enhanceBelow = async (
    place: EnginePlace,
    unusable: OnestepError,
    ...[bytes, options, call]: Job
  ): Promise<EnhanceResult> => {
    const below = places.slice(places.indexOf(place) + 1);
    const starting = startBest(packInUse, { signal: call.signal }, below);
    const { engine } = await starting.catch((thrown: unknown) => {
      throw call.signal.aborted ? thrown : unusable;
    });
    try {
      const result = await engine.run(Uint8Array.from(bytes), options, call);
      countFailure(place, unusable);
      return result;
    } catch {
      throw call.signal.aborted ? new OnestepError('cancelled') : unusable;
    } finally {
      engine.terminate();
    }
  };
  const enhanceSomewhere = async (...job: Job): Promise<EnhanceResult | 'again alone'> => {
    for (;;) {
      const result = await enhanceOnce(...job);
      if (result !== 'again') return result;
    }
  };

  return {
    start: async () => describe(await ensureRunning()),
    restart: async () => {
      failures.clear();
      running?.then(({ engine }) => engine.terminate()).catch(() => undefined);
      return describe(await keep(startBest(packInUse)));
    },
    packs: async () => {
      const { place } = await ensureRunning();
      return (await place.packs?.()) ?? [];
    },
    weights: async () => (await ensureRunning()).place.weights ?? null,
    open: async (pack, signal, onProgress) => {
      const starting = startBest(pack, { signal, onProgress });
      const started = await starting;
      const replaced = running;
      packInUse = pack;
      void keep(starting);
      replaced?.then(({ engine }) => engine.terminate()).catch(() => undefined);
      return describe(started);
    },
    enhance: async (...job) => {
      const [, , { signal }] = job;
      await orCancelled(secondTries, signal);
      let result = await enhanceSomewhere(...job);
      while (result === 'again alone') {
        const secondTry = secondTries.then(() => enhanceSomewhere(...job));
        secondTries = secondTry.catch(() => undefined);
        result = await orCancelled(secondTry, signal);
      }
      return result;
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
