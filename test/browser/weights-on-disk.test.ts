/**
 * A network of a few hundred megabytes that lies in files of the browser, opened in Chromium's worker
 * as Blobs that onnxruntime reads itself, and as bytes: the same answer, and how much memory each takes.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test, type TestContext } from 'vitest';
import { WEBGPU_WASM_FILES } from '../../src/inference/browser/webgpu-flavour';
import { processMemory } from '../bench/batch/processes';
import { bundleScript } from '../support/bundle-script';
import { browserTestsSkipped, launchBrowser, SOFTWARE_GPU } from '../support/chromium';
import { hasAdapter } from './engine-harness/open-worker';

const ORT_FOLDER = 'node_modules/onnxruntime-web/dist';
/** A secure context without a network: every request is answered here. */
const ORIGIN = 'https://onestep.test';
const SLOW_MS = 300_000;
/** As the converter makes them. */
const SHARD_BYTES = 64 * 2 ** 20;
const SHARDS = 4;
/** Asking for the memory of large processes holds them up. */
const POLL_MS = 1000;
const EXPOSED_GC = '--js-flags=--expose-gc';

describe.skipIf(browserTestsSkipped)('weights on the disk', () => {
  let browser: Browser;
  afterEach(() => browser?.close());

  /** A browser of its own, whose largest memory is that of this network. */
  async function openPage(context: TestContext): Promise<Page> {
    browser = await launchBrowser([...SOFTWARE_GPU, EXPOSED_GC]);
    const page = await browser.newPage();
    const [client, worker] = await Promise.all(
      ['client.ts', 'weights-worker.ts'].map((name) =>
        bundleScript({
          entryPoints: [join(import.meta.dirname, 'weights-harness', name)],
          define: { 'import.meta.url': 'self.location.href' },
        }),
      ),
    );
    const files: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
      '/': ['text/html', '<!doctype html>'],
      '/worker.js': ['text/javascript', worker!],
      '/ort.wasm': ['application/wasm', await readFile(join(ORT_FOLDER, WEBGPU_WASM_FILES.jspi))],
    };
    await page.route(`${ORIGIN}/**`, (route) => {
      const [contentType, body] = files[new URL(route.request().url()).pathname]!;
      return route.fulfill({ contentType, body });
    });
    await page.goto(`${ORIGIN}/`);
    await page.addScriptTag({ content: client! });
    const isJspi = await page.evaluate(async () => {
      window.openWeightsClient('/worker.js');
      return window.weightsClient.isJspi();
    });
    const runs = isJspi && (await hasAdapter(page));
    context.skip(!runs, 'this browser has no WebGPU adapter or no promise integration');
    return page;
  }

  const run = (page: Page, readsBlobs: boolean) =>
    page.evaluate((blobs) => window.weightsClient.run('/ort.wasm', blobs), readsBlobs);

  test(
    'are read where they lie, with less memory and the same answer',
    async (context) => {
      const figures: Readonly<Record<string, string | number>>[] = [];
      const answers: unknown[] = [];
      let heldWithBlobs = NaN;
      for (const readsBlobs of [false, true]) {
        const page = await openPage(context);
        await page.evaluate((shards) => window.weightsClient.make(shards), SHARDS);
        const before = (await processMemory(browser))?.renderer ?? NaN;
        const watch = watchMemory(browser);
        const started = performance.now();
        const outcome = await run(page, readsBlobs);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        const most = await watch.stop();
        const after = (await processMemory(browser))?.renderer ?? NaN;
        if (readsBlobs) heldWithBlobs = after - before;
        expect(outcome).toMatchObject({ ok: true });
        answers.push(outcome);
        figures.push({
          'weights as': readsBlobs ? 'Blobs' : 'bytes',
          'weights, MB': inMegabytes(SHARDS * SHARD_BYTES),
          'renderer before, MB': inMegabytes(before),
          'at most, MB': inMegabytes(most),
          'while it is open, MB': inMegabytes(after),
          seconds,
        });
        await browser.close();
      }
      // eslint-disable-next-line no-console -- the figures are what the test is for
      console.table(figures);
      expect(answers[1]).toEqual(answers[0]);
      // Systems that do not tell give NaN, which is no more than anything.
      expect(heldWithBlobs > (SHARDS * SHARD_BYTES) / 2).toBe(false);
    },
    SLOW_MS,
  );

  test(
    'are read to their end though garbage is collected all the time',
    async (context) => {
      const page = await openPage(context);
      await page.evaluate(() => window.weightsClient.make(1));
      await page.evaluate(() => window.weightsClient.collectGarbage());
      expect(await run(page, true)).toMatchObject({ ok: true });
    },
    SLOW_MS,
  );

  test(
    'are refused before they run when one has rotted or is gone',
    async (context) => {
      const page = await openPage(context);
      await page.evaluate((shards) => window.weightsClient.make(shards), 2);
      await page.evaluate(() => window.weightsClient.spoil(1, 'rot'));
      expect(await run(page, true)).toMatchObject({
        error: { code: 'pack-checksum', details: { file: 'shard-1.bin' } },
      });
      await page.evaluate(() => window.weightsClient.spoil(1, 'delete'));
      expect(await run(page, true)).toMatchObject({
        error: { code: 'pack-missing', details: { path: 'shard-1.bin' } },
      });
    },
    SLOW_MS,
  );
});

/** The most memory that the renderer had of its own, as far as looking often can tell. */
function watchMemory(browser: Browser): { stop(): Promise<number> } {
  let most = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      most = Math.max(most, (await processMemory(browser))?.renderer ?? NaN);
      await setTimeout(POLL_MS);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return most;
    },
  };
}

function inMegabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
