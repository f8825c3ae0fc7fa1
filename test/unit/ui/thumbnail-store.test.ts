import { describe, expect, test } from 'vitest';
import { createThumbnailStore } from '../../../src/ui/pictures/thumbnail-store';

function setUp(kept: number) {
  const reads: string[] = [];
  const revoked: string[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  let made = 0;
  const store = createThumbnailStore(async (imageHash) => {
    reads.push(imageHash);
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    await Promise.resolve();
    inFlight -= 1;
    if (imageHash === 'bad') throw new Error('unreadable');
    const url = `blob:${++made}`;
    return { url, release: () => revoked.push(url) };
  }, kept);
  const ask = (imageHash: string, signal = new AbortController().signal) =>
    store.request(imageHash, signal);
  return { store, ask, reads, revoked, mostInFlight: () => mostInFlight };
}

describe('thumbnails', () => {
  test('are read one at a time and once each', async () => {
    const { ask, reads, mostInFlight } = setUp(10);
    const urls = await Promise.all([ask('a'), ask('b'), ask('a')]);
    expect(urls).toEqual(['blob:1', 'blob:2', 'blob:1']);
    expect(reads).toEqual(['a', 'b']);
    expect(mostInFlight()).toBe(1);
  });

  test('are forgotten, the longest unused first, and released', async () => {
    const { ask, store, revoked } = setUp(2);
    await ask('a');
    await ask('b');
    store.peek('a');
    await ask('c');
    expect(revoked).toEqual(['blob:2']);
    expect(store.peek('a')).toBe('blob:1');
    expect(store.peek('b')).toBeUndefined();
  });

  test('are not read for a row that is gone before its turn', async () => {
    const { ask, reads } = setUp(10);
    const abort = new AbortController();
    const first = ask('a');
    const second = ask('b', abort.signal);
    abort.abort();
    expect(await first).toBe('blob:1');
    expect(await second).toBeNull();
    expect(reads).toEqual(['a']);
  });

  test('that cannot be made do not stop the others', async () => {
    const { ask } = setUp(10);
    expect(await Promise.all([ask('bad'), ask('a')])).toEqual([null, 'blob:1']);
  });
});
