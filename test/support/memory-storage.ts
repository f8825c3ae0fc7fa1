import type { Storage } from '../../src/plugin/storage/kept-value';

export interface MemoryStorage extends Storage {
  readonly entries: Map<string, unknown>;
}

/** A `figma.clientStorage` that keeps its entries here; copies them as Figma does. */
export function memoryStorage(entries: Readonly<Record<string, unknown>> = {}): MemoryStorage {
  const kept = new Map(Object.entries(entries));
  return {
    entries: kept,
    getAsync: async (key) => structuredClone(kept.get(key)),
    setAsync: async (key, value) => void kept.set(key, structuredClone(value)),
    deleteAsync: async (key) => void kept.delete(key),
  };
}
