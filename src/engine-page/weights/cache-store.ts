import type { BlobStore } from './blob-store';
import { storageFailure } from './storage-failure';

const CACHE = 'onestep-weights';
/** Cache Storage files everything under an address; this one is never asked for. */
const BASE = 'https://weights.invalid/';

/**
 * Cache Storage, for browsers that have no file system for pages.
 *
 * @throws whatever the browser throws where it keeps third parties from storing anything
 */
export async function openCacheStore(): Promise<BlobStore> {
  const cache = await caches.open(CACHE);
  const get = async (name: string): Promise<Blob | null> => {
    const response = await cache.match(BASE + name);
    return response === undefined ? null : response.blob();
  };
  return {
    kind: 'cache',
    get,
    put: async (name, file) => {
      try {
        await cache.put(BASE + name, new Response(file));
      } catch (thrown) {
        throw storageFailure(thrown, file.size);
      }
    },
    remove: async (name) => void (await cache.delete(BASE + name)),
    entries: async () => {
      const names = (await cache.keys()).map(({ url }) => url.slice(BASE.length));
      return Promise.all(
        names.map(async (name) => ({ name, bytes: (await get(name))?.size ?? 0 })),
      );
    },
  };
}
