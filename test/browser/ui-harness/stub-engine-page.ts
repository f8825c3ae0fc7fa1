/** The engine page as the panel's tests need it: it talks as the real one does, and runs nothing. */
import * as Comlink from 'comlink';
import { acceptPanel } from '../../../src/engine-page/accept-panel';
import type { EnginePageApi, PackOffer, StorageReport } from '../../../src/engine-page/page-api';
import type { Ready } from '../../../src/shared/engine-handshake';

/** What the page has and keeps. */
export interface StubEnginePage {
  readonly offers: readonly PackOffer[];
  readonly storage: StorageReport;
}

/** Written into the page by the test. */
declare const STUB: StubEnginePage;

const NOT_HERE = { code: 'internal', details: {}, cause: 'the stub runs nothing' } as const;
let { storage } = STUB;

const api: EnginePageApi = {
  start: async (_engineId, pack, onProgress) => {
    if (pack.from === 'host') {
      // For ever: its host went down half-way.
      onProgress({ done: 412e6, total: 954e6, retrying: true });
      return new Promise(() => undefined);
    }
    return {
      ok: true,
      value: {
        kind: 'direct',
        runtime: 'webgpu',
        packTitle: 'Onestep Compact',
        packVersion: '0.1.0',
        takesPrompt: false,
        controls: null,
      },
    };
  },
  enhance: async () => ({ ok: false, error: NOT_HERE }),
  cancel: () => undefined,
  stop: () => undefined,
  whenDied: () => new Promise(() => undefined),
  packs: async () => ({ ok: true, value: STUB.offers }),
  storage: async () => storage,
  clearStorage: async () => {
    storage = { ...storage, usedBytes: 0 };
    return { ok: true, value: null };
  },
};

const accepted = acceptPanel(window, location.hash.slice(1));
window.parent.postMessage({ onestepEngine: 'ready' } satisfies Ready, '*');
void accepted.then((port) => Comlink.expose(api, port));
