/** What the tests of the engine page stand on: its site with a worker that only reads, and frames as Figma's. */
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Frame } from 'playwright-core';
import { ENGINE_PROTOCOL_VERSION } from '../../../src/shared/engine-handshake';
import { bundleScript } from '../../support/bundle-script';

const BUILT_SITE = 'dist/engine';

export interface ReadingSite {
  /** A copy of the built site, whose worker reads packs and computes nothing. */
  readonly site: string;
  /** For `openPanel`. */
  readonly clientScript: string;
  remove(): Promise<void>;
}

export async function makeReadingSite(): Promise<ReadingSite> {
  const [clientScript, worker] = await Promise.all([
    bundleScript({ entryPoints: ['test/browser/engine-harness/panel-client.ts'] }),
    bundleScript({ entryPoints: ['test/browser/engine-harness/reading-worker.ts'] }),
  ]);
  const site = await mkdtemp(join(tmpdir(), 'onestep-engine-'));
  await cp(BUILT_SITE, site, { recursive: true });
  // Not through the browser: requests that a test answers there pass by its cache.
  const version = join(site, `v${ENGINE_PROTOCOL_VERSION}`);
  const workerFile = (await readdir(version)).find((name) => name.startsWith('engine-worker-'))!;
  await writeFile(join(version, workerFile), worker);
  return { site, clientScript, remove: () => rm(site, { recursive: true, force: true }) };
}

export interface TopServer {
  readonly port: number;
  /** `/` holds a panel, `/passing` one that may reach this machine, `/direct` is a page alone. */
  readonly url: string;
  close(): void;
}

/** A page, and in it a panel that has no origin, as in Figma. */
export async function startTop(): Promise<TopServer> {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const loader = `<script>addEventListener('message', ({ data }) => (0, eval)(data))</script>`;
    const allow = request.url === '/passing' ? 'loopback-network; local-network-access' : '';
    response.end(
      request.url === '/direct'
        ? '<body>'
        : `<iframe allow="${allow}" src="data:text/html,${encodeURIComponent(loader)}"></iframe>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

/** Opens a page of the top server, and gives its panel `window.panelClient`. */
export async function openPanel(
  browser: BrowserContext,
  url: string,
  clientScript: string,
): Promise<Frame> {
  const page = await browser.newPage();
  await page.goto(url);
  const panel = page.frames().find((frame) => frame.url().startsWith('data:'))!;
  await panel.evaluate(clientScript);
  return panel;
}
