import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { WEBGPU_WASM_FILES } from '../../../../src/inference/browser/webgpu-flavour';
import { bundleScript } from '../../../support/bundle-script';
import type { BrowserProvider, EngineTimes } from './engine-worker';

const ORT_FOLDER = 'node_modules/onnxruntime-web/dist';
const CPU_WASM = 'ort-wasm-simd-threaded.wasm';

/** The page's side of the workers, reduced to what Playwright can call: bytes travel as base64. */
const CLIENT = `
  import * as Comlink from 'comlink';
  const toBytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const workers = {};
  window.engines = {
    async start({ provider, script, ortWasm, packFiles }) {
      const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
      const worker = Comlink.wrap(new Worker(url));
      const files = Object.entries(packFiles).map(([name, bytes]) => [name, toBytes(bytes)]);
      const assets = { ortWasm: toBytes(ortWasm), packFiles: Object.fromEntries(files) };
      await worker.start(assets, provider);
      workers[provider] = worker;
    },
    time: ({ provider, bytes, scale }) => workers[provider].time(toBytes(bytes), scale),
  };
`;

interface EngineWindow {
  readonly engines?: {
    start(assets: {
      provider: BrowserProvider;
      script: string;
      ortWasm: string;
      packFiles: Record<string, string>;
    }): Promise<void>;
    time(job: { provider: BrowserProvider; bytes: string; scale: number }): Promise<EngineTimes>;
  };
}
declare const window: EngineWindow;

/** Onestep in a worker of a page, ready to work. */
export interface TimedEngine {
  /** One picture, from encoded bytes to encoded bytes. */
  time(bytes: Uint8Array, scale: number): Promise<EngineTimes>;
}

/**
 * @param packFolder folder that holds pack.json
 * @throws Error with the code of what is missing, where the provider cannot run here
 */
export async function openEngine(
  page: Page,
  packFolder: string,
  provider: BrowserProvider,
): Promise<TimedEngine> {
  const script = await bundleScript({
    minify: true,
    entryPoints: [join(import.meta.dirname, 'engine-worker.ts')],
    define: { 'import.meta.url': 'self.location.href' },
  });
  if (!(await page.evaluate(() => window.engines !== undefined))) {
    const client = { contents: CLIENT, resolveDir: import.meta.dirname };
    await page.addScriptTag({ content: await bundleScript({ minify: true, stdin: client }) });
  }
  const names = (await readdir(packFolder)).filter(
    (name) => name === 'pack.json' || name.endsWith('.onnx'),
  );
  const packFiles = await Promise.all(
    names.map(async (name) => [name, await readBase64(join(packFolder, name))] as const),
  );
  await page.evaluate((assets) => window.engines!.start(assets), {
    provider,
    script,
    ortWasm: await readBase64(join(ORT_FOLDER, await wasmFile(page, provider))),
    packFiles: Object.fromEntries(packFiles),
  });
  return {
    time: (bytes, scale) =>
      page.evaluate((job) => window.engines!.time(job), {
        provider,
        bytes: Buffer.from(bytes).toString('base64'),
        scale,
      }),
  };
}

async function wasmFile(page: Page, provider: BrowserProvider): Promise<string> {
  if (provider === 'wasm') return CPU_WASM;
  const canSuspend = await page.evaluate(() => 'Suspending' in WebAssembly);
  return WEBGPU_WASM_FILES[canSuspend ? 'jspi' : 'asyncify'];
}

async function readBase64(path: string): Promise<string> {
  return (await readFile(path)).toString('base64');
}
