import { isOutOfMemory } from '../runtime/out-of-memory';

/** The largest tile of a network that is still tried, and how often it went well. */
export interface KnownLimit {
  /** In whatever the network's tiles are measured in. */
  readonly area: number;
  /** Runs of more than half that area that had enough memory. */
  readonly runs: number;
}

/** What running out of memory has taught, by network and place. */
export type KnownLimits = Readonly<Record<string, KnownLimit>>;

/** Part of an area that failed which is tried next. */
const AFTER_FAILURE = 1 / 2;
/** After so many runs that went well, a new engine tries larger tiles again. */
const RUNS_OF_TRUST = 200;
const AFTER_TRUST = 3 / 2;

/**
 * How large tiles may be on this machine, whatever a model of its memory says: what did not fit once
 * is not tried again by the same engine. Limits only ever fall while an engine lives.
 */
export class TileMemory {
  readonly #limits = new Map<string, KnownLimit>();

  /** @param known what earlier engines have left, from `known` */
  constructor(known: KnownLimits = {}) {
    for (const [network, { area, runs }] of Object.entries(known)) {
      const isTrusted = runs >= RUNS_OF_TRUST;
      this.#limits.set(network, isTrusted ? { area: area * AFTER_TRUST, runs: 0 } : { area, runs });
    }
  }

  /** For an engine that comes later. */
  get known(): KnownLimits {
    return Object.fromEntries(this.#limits);
  }

  /** @param network its name, with all that tells it from others: pack, version, place */
  of(network: string): NetworkMemory {
    const limits = this.#limits;
    const limit = (): number => limits.get(network)?.area ?? Infinity;
    return {
      limit,
      fail(area) {
        const next = Math.min(limit(), Math.floor(area * AFTER_FAILURE));
        limits.set(network, { area: next, runs: 0 });
      },
      succeed(area) {
        const known = limits.get(network);
        if (known === undefined || area * 2 <= known.area) return;
        limits.set(network, { ...known, runs: known.runs + 1 });
      },
    };
  }
}

/** What is known of one network. Areas are in whatever its tiles are measured in. */
export interface NetworkMemory {
  /** The largest area to try; infinity where nothing has failed. */
  limit(): number;
  /** A tile of this area ran out of memory. */
  fail(area: number): void;
  /** A tile of this area had enough memory. */
  succeed(area: number): void;
}

/** Runs a tile and keeps in mind whether memory sufficed. */
export async function watchMemory<T>(
  memory: NetworkMemory,
  area: number,
  run: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await run();
    memory.succeed(area);
    return answer;
  } catch (thrown) {
    if (isOutOfMemory(thrown)) memory.fail(area);
    throw thrown;
  }
}
