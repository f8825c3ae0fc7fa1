/** The converter where designers without a command line will use it: in a page, from Blobs. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertOsediff } from '../../models/convert/convert-osediff';
import { openFileSource } from '../../models/convert/node/file-source';
import { createFolderRunner } from '../../models/convert/node/folder-runner';
import { createFolderSink } from '../../models/convert/node/folder-sink';
import { openFolderSource } from '../../models/convert/node/folder-source';
import type { Precision } from '../../models/convert/precision/stored-graph';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { GOLDEN, GOLDEN_ADAPTER, GOLDEN_MODEL, GOLDEN_NOTE } from '../support/golden';
import type { PackDigest } from './convert-client';
import { bundleScript } from '../support/bundle-script';

/** A secure context without a network: every request is answered here. */
const ORIGIN = 'https://onestep.test';
const ORT_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';
/** What other kernels have a share in; graphs and shards have none. */
const COMPUTED = ['prompts.bin', 'pack.json'];

describe.skipIf(browserTestsSkipped || GOLDEN === null)(
  `conversion in Chromium${GOLDEN_NOTE}`,
  () => {
    let browser: Browser;
    let page: Page;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'onestep-convert-'));
      const script = await bundleScript({
        entryPoints: [resolve(import.meta.dirname, 'convert-client.ts')],
        define: { 'import.meta.url': 'self.location.href' },
      });
      browser = await launchBrowser();
      page = await browser.newPage();
      await page.route(`${ORIGIN}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '' });
        const path = pathname === '/ort.wasm' ? ORT_WASM : join(GOLDEN_MODEL, pathname.slice(7));
        return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
      });
      await page.goto(`${ORIGIN}/`);
      await page.addScriptTag({ content: script });
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(['fp32', 'fp16', 'int4'] as const)('%s gives the files of Node', async (precision) => {
      const inPage = await page.evaluate((name) => window.convertInPage(name), precision);
      const inNode = await convertInNode(join(folder, precision), precision);
      expect(Object.keys(inPage).sort()).toEqual(Object.keys(inNode).sort());
      for (const [path, hash] of Object.entries(inNode)) {
        if (!COMPUTED.includes(path)) expect(inPage[path], path).toBe(hash);
      }
    });
  },
);

async function convertInNode(folder: string, precision: Precision): Promise<PackDigest> {
  const sink = createFolderSink(folder);
  await convertOsediff({
    base: await openFolderSource(GOLDEN_MODEL),
    adapter: await openFileSource(GOLDEN_ADAPTER),
    precision,
    sink,
    runner: createFolderRunner(folder),
  });
  const digest: Record<string, string> = {};
  for (const path of sink.written) {
    digest[path] = createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('hex');
  }
  return digest;
}
