import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { RgbPicture } from '../metrics/rgb-picture';
import { installPeer } from './install-peer';
import { bundleScript } from '../../support/bundle-script';

export const PEER_COLUMN = 'upscalerjs';
export const PEER_TITLE = 'UpscalerJS 1.0, esrgan-slim ×4, tfjs 4.11 on wasm, one thread';
export const PEER_SCALE = 4;

/** Answered by this process; nothing leaves the machine. */
export const PEER_ORIGIN = 'http://bench.localhost';
const MODEL_FOLDER = '@upscalerjs/esrgan-slim/models/x4';
const WASM_FOLDER = '@tensorflow/tfjs-backend-wasm/dist';

/** What `peer-page.mjs` puts into its window. */
interface PeerWindow {
  readonly peer: {
    start(addresses: { wasmAddress: string; modelAddress: string }): Promise<string>;
    load(picture: { pixels: string; width: number; height: number }): void;
    enlarge(): Promise<string>;
    time(): Promise<number>;
  };
}
declare const window: PeerWindow;

/** UpscalerJS in a page, ready to work. */
export interface Peer {
  enlarge(picture: RgbPicture): Promise<RgbPicture>;
  /** Takes the picture that `time` enlarges. */
  load(picture: RgbPicture): Promise<void>;
  /** Milliseconds of one enlargement, without decoding and encoding. */
  time(): Promise<number>;
}

/**
 * Loads UpscalerJS into a fresh page.
 *
 * @throws Error in one line when it cannot be installed or started here
 */
export async function openPeer(page: Page): Promise<Peer> {
  const modules = await installPeer();
  const script = await bundlePage(modules);
  await page.route(`${PEER_ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      return route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><title>peer</title>',
      });
    }
    const contentType = pathname.endsWith('.wasm')
      ? 'application/wasm'
      : 'application/octet-stream';
    return route.fulfill({ contentType, body: await readFile(join(modules, pathname)) });
  });
  await page.goto(`${PEER_ORIGIN}/`);
  await page.addScriptTag({ content: script });
  const backend = await page.evaluate((addresses) => window.peer.start(addresses), {
    wasmAddress: `${PEER_ORIGIN}/${WASM_FOLDER}/`,
    modelAddress: `${PEER_ORIGIN}/${MODEL_FOLDER}/model.json`,
  });
  if (backend !== 'wasm') throw new Error(`UpscalerJS runs on ${backend} instead of wasm here.`);

  const load = ({ width, height, data }: RgbPicture): Promise<void> => {
    const pixels = Buffer.from(data).toString('base64');
    return page.evaluate((picture) => window.peer.load(picture), { pixels, width, height });
  };
  return {
    load,
    time: () => page.evaluate(() => window.peer.time()),
    async enlarge(picture) {
      await load(picture);
      const pixels = await page.evaluate(() => window.peer.enlarge());
      const [width, height] = [picture.width * PEER_SCALE, picture.height * PEER_SCALE];
      return { width, height, data: Buffer.from(pixels, 'base64') };
    },
  };
}

function bundlePage(modules: string): Promise<string> {
  return bundleScript({
    entryPoints: [join(import.meta.dirname, 'peer-page.mjs')],
    nodePaths: [modules],
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'error',
  });
}
