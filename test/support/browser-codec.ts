/**
 * The browser codec as the plugin runs it: in a classic worker from a blob, in a page without origin,
 * in a real Chromium; offered through the codec's own interface.
 */
import type { Browser, Page } from 'playwright-core';
import type { ImageCodec } from '../../src/inference/image/codec';
import { deserializeError, type SerializedError } from '../../src/shared/errors';
import { launchBrowser } from './chromium';
import { bundleScript } from './bundle-script';

/** Bytes cross as base64, the one form that is quick and safe between Node and a page. */
export interface CodecRequest {
  readonly method: 'decode' | 'encode';
  readonly bytes: string;
  readonly width: number;
  readonly height: number;
  readonly format: 'png' | 'jpeg' | 'webp';
}

export type CodecReply =
  | { readonly bytes: string; readonly width: number; readonly height: number }
  | { readonly error: SerializedError };

export interface BrowserCodec extends ImageCodec {
  /** What the worker says about its surroundings. */
  readonly surroundings: { readonly origin: string; readonly isSecure: boolean };
  close(): Promise<void>;
}

export async function openBrowserCodec(): Promise<BrowserCodec> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto('data:text/html,<title>codec</title>');
    return await startWorker(browser, page);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function startWorker(browser: Browser, page: Page): Promise<BrowserCodec> {
  const surroundings = await page.evaluate(
    async (script) => {
      const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
      const worker = new Worker(address);
      (globalThis as { codecWorker?: Worker }).codecWorker = worker;
      return new Promise<{ origin: string; isSecure: boolean }>((resolve, reject) => {
        worker.onmessage = (event) => resolve(event.data);
        worker.onerror = (event) => reject(new Error(event.message));
      });
    },
    await bundleScript({ entryPoints: ['test/support/codec-worker.ts'] }),
  );

  const ask = async (request: CodecRequest) => {
    const reply = await page.evaluate(async (message) => {
      const worker = (globalThis as { codecWorker?: Worker }).codecWorker;
      return new Promise<CodecReply>((resolve) => {
        if (worker) worker.onmessage = (event) => resolve(event.data);
        worker?.postMessage(message);
      });
    }, request);
    if ('error' in reply) throw deserializeError(reply.error);
    return { ...reply, bytes: Buffer.from(reply.bytes, 'base64') };
  };
  return {
    surroundings,
    async decode(encoded) {
      const { width, height, bytes } = await ask({
        method: 'decode',
        bytes: toBase64(encoded),
        width: 0,
        height: 0,
        format: 'png',
      });
      return { width, height, data: new Uint8ClampedArray(bytes) };
    },
    async encode({ width, height, data }, format) {
      const { bytes } = await ask({
        method: 'encode',
        bytes: toBase64(data),
        width,
        height,
        format,
      });
      return new Uint8Array(bytes);
    },
    close: () => browser.close(),
  };
}

function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
