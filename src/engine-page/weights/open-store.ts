import type { BlobStore } from './blob-store';
import { openCacheStore } from './cache-store';
import { openOpfsStore } from './opfs-store';

const PROBE = 'probe';

/**
 * The best place for weights that really takes and gives a file here.
 *
 * @returns null where the browser lets third parties store nothing: its own HTTP cache is left then
 */
export async function openStore(): Promise<BlobStore | null> {
  for (const open of [openOpfsStore, openCacheStore]) {
    try {
      const store = await open();
      await store.put(PROBE, new Blob(['probe']));
      const kept = await store.get(PROBE);
      await store.remove(PROBE);
      if (kept?.size === PROBE.length) return store;
    } catch {
      // Blocked, private browsing, or an old browser: the next one may work.
    }
  }
  return null;
}
