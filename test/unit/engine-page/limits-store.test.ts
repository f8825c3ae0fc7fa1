import { describe, expect, it } from 'vitest';
import { createLimitsStore } from '../../../src/engine-page/limits-store';

/** A `localStorage` as far as it is used. */
function storageWith(entries: Record<string, string> = {}): () => Storage {
  const kept = new Map(Object.entries(entries));
  const storage: Pick<Storage, 'getItem' | 'setItem'> = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
  return () => storage as Storage;
}

const blocked = (): Storage => {
  throw new DOMException('blocked', 'SecurityError');
};

describe('the store of limits', () => {
  it('gives back what was written, by one engine after the other', () => {
    const storage = storageWith();
    createLimitsStore(storage).write({ a: { area: 400, runs: 3 } });
    createLimitsStore(storage).write({ b: { area: 50, runs: 0 }, a: { area: 200, runs: 0 } });
    expect(createLimitsStore(storage).read()).toEqual({
      a: { area: 200, runs: 0 },
      b: { area: 50, runs: 0 },
    });
  });

  it('does without where storage is blocked', () => {
    const store = createLimitsStore(blocked);
    expect(() => store.write({ a: { area: 400, runs: 3 } })).not.toThrow();
    expect(store.read()).toEqual({});
  });

  it.each(['no json', '[1]', '{"a":{"area":-1,"runs":0}}', '{"a":{"area":"9"}}'])(
    'ignores what it has not written: %s',
    (text) => {
      expect(createLimitsStore(storageWith({ 'onestep-tile-limits': text })).read()).toEqual({});
    },
  );

  it('forgets the oldest packs', () => {
    const store = createLimitsStore(storageWith());
    for (let pack = 0; pack < 70; pack++) store.write({ [`pack ${pack}`]: { area: 1, runs: 0 } });
    const names = Object.keys(store.read());
    expect(names).toHaveLength(60);
    expect(names).not.toContain('pack 9');
    expect(names).toContain('pack 69');
  });
});
