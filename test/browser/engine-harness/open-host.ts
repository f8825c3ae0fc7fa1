/** The engine page's host with its worker, in a page of its own, which may be opened again. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildWorker } from '../../../scripts/build/worker.mjs';
import type { EnhanceOptions } from '../../../src/inference/engine';
import { bundleScript } from '../../support/bundle-script';
import type { PackFiles } from '../../unit/inference/support/packs';
import { base64, hasAdapter } from './open-worker';

const ORT_FOLDER = 'node_modules/onnxruntime-web/dist';
/** A secure context without a network: every request is answered here. */
const ORIGIN = 'https://onestep.test';

/**
 * @param before is put before the worker's script; see `faults.ts`
 * @returns a page with nothing in it, for `startHost`; null where there is no GPU to run on
 */
export async function openHostPage(browser: Browser, before: string): Promise<Page | null> {
  const page = await browser.newPage();
  const worker = `${before}\n${await buildWorker({ provider: 'webgpu' })}`;
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/worker.js') {
      return route.fulfill({ contentType: 'text/javascript', body: worker });
    }
    if (path.startsWith('/ort/')) {
      return route.fulfill({ body: await readFile(join(ORT_FOLDER, path.slice('/ort/'.length))) });
    }
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
  });
  await page.goto(`${ORIGIN}/`);
  if (await hasAdapter(page)) return page;
  await page.close();
  return null;
}

/** Starts an engine in the page, which must have been opened or reloaded just before. */
export async function startHost(page: Page, pack: PackFiles): Promise<void> {
  const client = resolve(import.meta.dirname, 'host-client.ts');
  await page.addScriptTag({ content: await bundleScript({ entryPoints: [client] }) });
  const files = Object.entries(pack).map(([path, file]) => [path, base64(file)] as const);
  const started = await page.evaluate(
    (given) => window.hostClient.start(given),
    Object.fromEntries(files),
  );
  if (!started.ok) throw new Error(`${started.error.code}: ${started.error.cause}`);
}

/** How the picture ended, by its code; null where all went well. */
export async function enhanceOnHost(
  page: Page,
  picture: Uint8Array,
  options: EnhanceOptions,
): Promise<string | null> {
  return page.evaluate(
    async (given) => {
      const outcome = await window.hostClient.enhance(given.bytes, given.options);
      return outcome.ok ? null : outcome.error.code;
    },
    { bytes: base64(picture), options },
  );
}
