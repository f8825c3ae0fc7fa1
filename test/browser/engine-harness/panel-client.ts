/** A null-origin panel reduced to what Playwright can call: it opens the engine page and asks it. */
import * as Comlink from 'comlink';
import type { DownloadProgress, PackOffer, StorageReport } from '../../../src/engine-page/page-api';
import { ENGINE_PAGE_PATH, type Greeting, type Hello } from '../../../src/shared/engine-handshake';
import { serializeError, type SerializedError } from '../../../src/shared/errors';
import type { Outcome } from '../../../src/shared/outcome';
import { openEnginePage, type EnginePage } from '../../../src/ui/engine/engine-page';

export interface StartReport {
  readonly outcome: Outcome<unknown>;
  readonly progress: readonly DownloadProgress[];
}

export interface PanelClient {
  /** @returns null when the page was opened */
  open(origin: string): Promise<SerializedError | null>;
  /** Says a hello of its own making to a page of this origin. */
  hello(
    origin: string,
    nonceInAddress: string,
    hello: Partial<Hello>,
  ): Promise<Greeting | 'silence'>;
  start(folder: string): Promise<StartReport>;
  packs(): Promise<Outcome<readonly PackOffer[]>>;
  storage(): Promise<StorageReport>;
  clearStorage(): Promise<Outcome<null>>;
}

declare global {
  interface Window {
    panelClient: PanelClient;
  }
}

const SILENCE_MS = 1500;
let page: EnginePage | null = null;
let lastEngineId = 0;

window.panelClient = {
  async open(origin) {
    page?.close();
    try {
      page = await openEnginePage(origin, window);
      return null;
    } catch (thrown) {
      return serializeError(thrown);
    }
  },
  async hello(origin, nonceInAddress, hello) {
    const frame = document.createElement('iframe');
    frame.src = `${origin}${ENGINE_PAGE_PATH}#${nonceInAddress}`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<Greeting>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data as Greeting);
    });
    frame.contentWindow?.postMessage({ onestepEngine: 'hello', ...hello }, origin, [port2]);
    const silence = new Promise<'silence'>((resolve) => {
      setTimeout(() => resolve('silence'), SILENCE_MS);
    });
    return Promise.race([answer, silence]).finally(() => frame.remove());
  },
  async start(folder) {
    const progress: DownloadProgress[] = [];
    const outcome = await page!.api.start(
      ++lastEngineId,
      { from: 'host', folder },
      Comlink.proxy((step: DownloadProgress) => void progress.push(step)),
    );
    return { outcome, progress };
  },
  packs: async () => page!.api.packs(),
  storage: async () => page!.api.storage(),
  clearStorage: async () => page!.api.clearStorage(),
};
