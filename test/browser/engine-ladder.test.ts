/**
 * The built plugin on the playground with an engine page beside it: the whole chain of frames, on a
 * software GPU, and what happens when the page is not there or its GPU goes away.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import sirv from 'sirv';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { allowedDomain } from '../../scripts/build/engine-address.mjs';
import { startEngineServer, type EngineServer } from '../../src/cli/serve/engine-server';
import { findPacks } from '../../src/cli/serve/pack-folders';
import type { Raster } from '../../src/inference/image/raster';
import { createNodeCodec } from '../../src/inference/node/codec';
import {
  startPlaygroundServer,
  type PlaygroundServer,
} from '../../src/playground/server/start-server';
import { byteDifferences } from '../golden/byte-differences';
import { browserTestsSkipped, launchBrowser, SOFTWARE_GPU } from '../support/chromium';
import { openBatch, shownHashes } from '../support/open-batch';

/** One tile for a software GPU. */
const DOCUMENT = { layers: 1, pictures: 1, side: 32 };
/** A software GPU compiles its shaders on the processor. */
const SLOW_MS = 300_000;
/** Of a level: two engines add up in another order. */
const LARGEST_DIFFERENCE = 2;
/** Longer than the panel waits for the answer to a cancel. */
const FROZEN_MS = 5000;
/** Put before the worker's script: takes its GPU away when a picture is on its way. */
const LOSES_DEVICE = `
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...wishes) {
    const device = await request.apply(this, wishes);
    new BroadcastChannel('lose-device').onmessage = () => device.destroy();
    return device;
  };`;

if (browserTestsSkipped) {
  process.stdout.write('engine ladder: skipped, because ONESTEP_SKIP_BROWSER=1\n');
}

describe.skipIf(browserTestsSkipped)('the plugin with an engine page', () => {
  let root: string;
  let engine: EngineServer;
  let playground: PlaygroundServer;
  let browser: Browser;
  let hasAdapter: boolean;
  let sentWeights = 0;
  /** What the first test got from WebGPU, for the others to come near. */
  let byGpu: Raster | undefined;

  beforeAll(async () => {
    const site = 'dist/engine';
    engine = await startEngineServer({
      port: 0,
      site,
      packs: await findPacks([`${site}/packs`]),
      onAnswer: ({ path, bytes }) => {
        if (path.endsWith('.onnx')) sentWeights += bytes;
      },
    });
    root = await mkdtemp(join(tmpdir(), 'onestep-plugin-'));
    await buildPlugin(root, engine.origin);
    playground = await startPlaygroundServer({ port: 0, root });
    browser = await launchBrowser(SOFTWARE_GPU);
    const page = await browser.newPage();
    await page.goto(`${engine.origin}/v1/`);
    hasAdapter = await page.evaluate(async () => {
      const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
      return gpu !== undefined && (await gpu.requestAdapter()) !== null;
    });
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
    await playground?.close();
    await engine?.close();
    if (root) await rm(root, { recursive: true, force: true });
  });

  const needAdapter = (context: TestContext): void => {
    context.skip(!hasAdapter, 'this browser has no WebGPU adapter');
  };

  /** Enhances the one picture of a made-up document and gives it back. */
  async function enhance(page: Page, whileRunning?: () => Promise<void>): Promise<Raster> {
    const panel = await openBatch(page, playground.url, DOCUMENT);
    await runs(panel);
    return enhanceIn(page, panel, whileRunning);
  }

  async function enhanceIn(
    page: Page,
    panel: Frame,
    whileRunning?: () => Promise<void>,
  ): Promise<Raster> {
    await panel.getByText('2×', { exact: true }).click();
    const [before] = await shownHashes(page);
    await panel.getByRole('button', { name: /^Enhance/ }).click();
    await whileRunning?.();
    await panel.getByRole('heading', { name: '1 picture enhanced' }).waitFor({ timeout: SLOW_MS });
    const [after] = await shownHashes(page);
    expect(after).not.toBe(before);
    const bytes = await page.evaluate(
      (hash) => [...window.playground!.document.imageBytes(hash)!],
      after!,
    );
    return createNodeCodec().decode(Uint8Array.from(bytes));
  }

  /** Says where, once it does. */
  async function runs(panel: Frame): Promise<string> {
    const line = panel.getByText('Runs locally');
    await line.waitFor({ timeout: SLOW_MS });
    return line.innerText();
  }

  /** From the settings and back again. */
  async function usePackOfHost(panel: Frame): Promise<void> {
    await runs(panel);
    await panel.getByRole('button', { name: 'Change model' }).click();
    await panel.getByRole('button', { name: 'Use Onestep Compact' }).click();
    const back = panel.getByRole('button', { name: 'Back to Onestep Compact' });
    await back.waitFor({ timeout: SLOW_MS });
  }

  const panelOf = (page: Page): Frame =>
    page.frames().find((frame) => frame.url().startsWith('data:'))!;

  test(
    'restores on WebGPU what it restores on wasm where there is no page',
    async (context) => {
      needAdapter(context);
      const onPage = await browser.newPage();
      byGpu = await enhance(onPage);
      expect(await runs(panelOf(onPage))).toContain('WebGPU');
      await onPage.close();

      const alone = await browser.newPage();
      // As a host that is down: the browser shows a page of its own instead.
      await alone.route(`${engine.origin}/**`, (route) => route.abort('connectionrefused'));
      const byWasm = await enhance(alone);
      expect(await runs(panelOf(alone))).toContain('WebAssembly');
      await alone.close();

      const { largest } = byteDifferences(byGpu, byWasm);
      expect(largest).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    },
    2 * SLOW_MS,
  );

  test(
    'runs a pack of the page’s host, which is downloaded once',
    async (context) => {
      needAdapter(context);
      const own = await browser.newContext();
      /** `onestep serve` and the playground: what the host sent of weights. */
      const figures: { 'start with': string; 'weights downloaded, bytes': number }[] = [];
      for (const cache of ['an empty cache', 'a warm cache']) {
        sentWeights = 0;
        const page = await own.newPage();
        const panel = await openBatch(page, playground.url, DOCUMENT);
        await usePackOfHost(panel);
        figures.push({ 'start with': cache, 'weights downloaded, bytes': sentWeights });
        await page.close();
      }
      await own.close();
      // eslint-disable-next-line no-console -- the figures are what the test is for
      console.table(figures);
      const [cold, warm] = figures.map((figure) => figure['weights downloaded, bytes']);
      expect(cold).toBeGreaterThan(0);
      expect(warm).toBe(0);
    },
    2 * SLOW_MS,
  );

  test(
    'runs from a folder of a static host, as a project of GitHub Pages is',
    async (context) => {
      needAdapter(context);
      const files = join(root, 'pages');
      await cp('dist/engine', join(files, 'onestep'), { recursive: true });
      const host = createServer(sirv(files));
      await new Promise<void>((resolve) => host.listen(0, 'localhost', resolve));
      const origin = `http://localhost:${(host.address() as AddressInfo).port}`;
      const pluginRoot = join(root, 'below-a-path');
      await buildPlugin(pluginRoot, `${origin}/onestep`);
      const other = await startPlaygroundServer({ port: 0, root: pluginRoot });
      const page = await browser.newPage();
      const asked: string[] = [];
      page.on('request', (request) => {
        const { origin: at, pathname } = new URL(request.url());
        if (at === origin) asked.push(pathname);
      });

      const panel = await openBatch(page, other.url, DOCUMENT);
      expect(await runs(panel)).toContain('WebGPU');
      await usePackOfHost(panel);
      expect(asked).toContain('/onestep/packs/compact/compact.onnx');
      expect(asked.filter((path) => !path.startsWith('/onestep/'))).toEqual([]);

      await page.close();
      await other.close();
      host.close();
    },
    2 * SLOW_MS,
  );

  test(
    'fetches weights that arrive damaged once more, and restores with them',
    async (context) => {
      needAdapter(context);
      const page = await browser.newPage();
      let answers = 0;
      await page.route('**/packs/compact/*.onnx*', async (route) => {
        const response = await route.fetch();
        const body = await response.body();
        answers += 1;
        if (answers === 1) body[body.length >> 1]! ^= 1;
        await route.fulfill({ response, body });
      });
      const panel = await openBatch(page, playground.url, DOCUMENT);
      await usePackOfHost(panel);
      expect(answers).toBe(2);
      await panel.getByRole('button', { name: 'Back to the pictures' }).click();
      const restored = await enhanceIn(page, panel);
      await page.close();
      const { largest } = byteDifferences(restored, byGpu!);
      expect(largest).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    },
    2 * SLOW_MS,
  );

  test(
    'restores in two windows at once',
    async (context) => {
      needAdapter(context);
      const pages = await Promise.all([browser.newPage(), browser.newPage()]);
      const restored = await Promise.all(pages.map((page) => enhance(page)));
      for (const [index, page] of pages.entries()) {
        expect(await runs(panelOf(page))).toContain('WebGPU');
        const { largest } = byteDifferences(restored[index]!, byGpu!);
        expect(largest).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
        await page.close();
      }
    },
    2 * SLOW_MS,
  );

  test(
    'goes on where a window was frozen in the middle of a picture',
    async (context) => {
      needAdapter(context);
      const page = await browser.newPage();
      const cdp = await page.context().newCDPSession(page);
      const restored = await enhance(page, async () => {
        await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
        await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
        await cdp.send('Page.setWebLifecycleState', { state: 'active' });
      });
      expect(await runs(panelOf(page))).toContain('WebGPU');
      await page.close();
      const { largest } = byteDifferences(restored, byGpu!);
      expect(largest).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    },
    2 * SLOW_MS,
  );

  test(
    'finishes a picture whose GPU goes away, in the same worker',
    async (context) => {
      needAdapter(context);
      const page = await browser.newPage();
      let workers = 0;
      await page.route('**/engine-worker-*.js', async (route) => {
        workers += 1;
        const response = await route.fetch();
        await route.fulfill({ response, body: `${LOSES_DEVICE}\n${await response.text()}` });
      });
      let lost = false;
      await enhance(page, async () => {
        const frame = page.frames().find((found) => found.url().startsWith(engine.origin))!;
        await frame.evaluate(() => new BroadcastChannel('lose-device').postMessage('now'));
        lost = true;
      });
      expect(lost).toBe(true);
      expect(workers).toBe(1);
      expect(await runs(panelOf(page))).toContain('WebGPU');
      await page.close();
    },
    2 * SLOW_MS,
  );
});

/** The built plugin in a folder of its own, with a panel that looks for the page at this address. */
async function buildPlugin(root: string, address: string): Promise<void> {
  const uiBuildUrl = new URL('../../scripts/build/ui.mjs', import.meta.url).href;
  const { buildUi } = (await import(uiBuildUrl)) as {
    buildUi(options: { readonly engineAddress: string }): Promise<string>;
  };
  const manifest = JSON.parse(await readFile('manifest.json', 'utf8')) as {
    ui: string;
    networkAccess: { devAllowedDomains: string[] };
  };
  manifest.networkAccess.devAllowedDomains = [allowedDomain(address)];
  await mkdir(join(root, dirname(manifest.ui)), { recursive: true });
  await Promise.all([
    writeFile(join(root, 'manifest.json'), JSON.stringify(manifest)),
    writeFile(join(root, manifest.ui), await buildUi({ engineAddress: address })),
    cp('dist/code.js', join(root, 'dist/code.js')),
    cp('dist/playground', join(root, 'dist/playground'), { recursive: true }),
  ]);
}
