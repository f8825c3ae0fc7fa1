import * as v from 'valibot';
import type { KnownLimits } from '../inference/tiles/tile-memory';

/** What engines of this page have learned about the memory of this machine. */
export interface LimitsStore {
  read(): KnownLimits;
  /** Adds to what is there. */
  write(limits: KnownLimits): void;
}

const KEY = 'onestep-tile-limits';
/** Packs and their versions come and go; the latest ones count. */
const MOST_ENTRIES = 60;

const Count = v.pipe(v.number(), v.finite(), v.minValue(0));
const LimitsSchema = v.record(v.string(), v.object({ area: Count, runs: Count }));

/** @param openStorage gives `localStorage`, which throws where a browser blocks it */
export function createLimitsStore(openStorage: () => Storage): LimitsStore {
  const read = (): KnownLimits => {
    try {
      return v.parse(LimitsSchema, JSON.parse(openStorage().getItem(KEY) ?? '{}'));
    } catch {
      return {};
    }
  };
  return {
    read,
    write(limits) {
      const all = Object.entries({ ...read(), ...limits });
      const kept = Object.fromEntries(all.slice(-MOST_ENTRIES));
      try {
        openStorage().setItem(KEY, JSON.stringify(kept));
      } catch {
        // The engine that is running knows it; the next one will find out by itself.
      }
    },
  };
}
