/** An engine worker that reads its pack as the real one does, and computes nothing. */
import * as Comlink from 'comlink';
import type { EngineWorkerApi } from '../../../src/inference/browser/worker-api';
import { loadPack } from '../../../src/inference/pack/load-pack';
import { settle, valueOf } from '../../../src/shared/outcome';

const api: Pick<EngineWorkerApi, 'start'> = {
  start: (_assets, openFile) =>
    settle(async () => {
      const read = async (path: string): Promise<Uint8Array> =>
        new Uint8Array(await valueOf(await openFile!(path)).arrayBuffer());
      const { description } = await loadPack({ read });
      return {
        kind: description.kind,
        runtime: 'webgpu',
        packTitle: description.title,
        packVersion: description.version,
        takesPrompt: false,
        controls: null,
      };
    }),
};

Comlink.expose(api);
