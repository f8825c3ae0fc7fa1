/** The engine page's host without a panel, reduced to what Playwright can call: bytes travel as base64. */
import { createEngineHost } from '../../../src/engine-page/engine-host';
import { createLimitsStore } from '../../../src/engine-page/limits-store';
import type { EngineInfo, EnhanceOptions, EnhanceResult } from '../../../src/inference/engine';
import type { Outcome } from '../../../src/shared/outcome';

export interface HostClient {
  /** The pack's files are handed over as Blobs, as those of a pack of the user's are. */
  start(packFiles: Readonly<Record<string, string>>): Promise<Outcome<EngineInfo>>;
  enhance(bytes: string, options: EnhanceOptions): Promise<Outcome<EnhanceResult>>;
}

declare global {
  interface Window {
    hostClient: HostClient;
  }
}

const ENGINE_ID = 1;

const host = createEngineHost({
  workerUrl: '/worker.js',
  ortUrl: '/ort/',
  packsUrl: '/packs/',
  store: null,
  limits: createLimitsStore(() => localStorage),
});

window.hostClient = {
  start: async (packFiles) => {
    const files = Object.entries(packFiles).map(
      ([path, file]) => [path, new Blob([toBytes(file)])] as const,
    );
    const pack = { from: 'panel', files: Object.fromEntries(files) } as const;
    return host.start(ENGINE_ID, pack, () => undefined);
  },
  enhance: async (bytes, options) =>
    host.enhance(ENGINE_ID, 1, toBytes(bytes), options, () => undefined),
};

function toBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
