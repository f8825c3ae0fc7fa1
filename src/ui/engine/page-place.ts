import * as Comlink from 'comlink';
import type { DownloadProgress, PackChoice } from '../../engine-page/page-api';
import { ownBuffer } from '../../inference/browser/connect-worker';
import { orCancelled } from '../../shared/or-cancelled';
import { valueOf } from '../../shared/outcome';
import { answerInTime } from '../sandbox/answer-in-time';
import type { EmbeddedAssets } from './embedded-assets';
import { readEmbeddedPack } from './embedded-pack';
import type { EnginePage } from './engine-page';
import { isHosted, startLimitMs, type EnginePlace } from './engine-place';

/**
 * A page with an origin in a frame of the panel, which has the GPU that the panel itself has not.
 *
 * @param openPage opens the page; done once, and again after it has failed
 */
export function createPagePlace(
  openPage: () => Promise<EnginePage>,
  assets: EmbeddedAssets,
): EnginePlace {
  let page: Promise<EnginePage> | null = null;
  let lastEngineId = 0;

  const ensurePage = (): Promise<EnginePage> => {
    page ??= openPage().catch((thrown: unknown) => {
      page = null;
      throw thrown;
    });
    return page;
  };

  return {
    name: 'page',
    packs: async () => {
      const { api } = await ensurePage();
      return valueOf(await api.packs());
    },
    weights: {
      report: async () => {
        const { api } = await ensurePage();
        return api.storage();
      },
      clear: async () => {
        const { api } = await ensurePage();
        valueOf(await api.clearStorage());
      },
    },
    start: async (pack, { signal, onProgress } = {}) => {
      const { api } = await orCancelled(ensurePage(), signal);
      const engineId = ++lastEngineId;
      const terminate = (): void => {
        api.stop(engineId).catch(() => undefined);
      };
      const choice: PackChoice = isHosted(pack)
        ? { from: 'host', folder: pack.hostedFolder }
        : { from: 'panel', files: pack ?? (await readEmbeddedPack(assets)) };
      const starting = answerInTime(
        (async () =>
          api.start(
            engineId,
            choice,
            Comlink.proxy((progress: DownloadProgress) => onProgress?.(progress)),
          ))(),
        startLimitMs(pack),
        'the start of the engine page',
        'engine-unavailable',
      );
      try {
        const info = valueOf(await orCancelled(starting, signal));
        return {
          info,
          enhance: async (jobId, bytes, options, onProgress) => {
            const own = ownBuffer(bytes);
            return api.enhance(
              engineId,
              jobId,
              Comlink.transfer(own, [own.buffer]),
              options,
              Comlink.proxy(onProgress),
            );
          },
          cancel: async (jobId) => api.cancel(engineId, jobId),
          died: api.whenDied(engineId),
          terminate,
        };
      } catch (thrown) {
        terminate();
        throw thrown;
      }
    },
  };
}
