import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { EngineTimes } from './engine-worker';
import { bundleScript } from '../../support/bundle-script';

const ORT_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';

/** The page's side of the worker, reduced to what Playwright can call: bytes travel as base64. */
const CLIENT = `
  import * as Comlink from 'comlink';
  const toBytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  let worker;
  window.engine = {
    async start({ script, ortWasm, packFiles }) {
      const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
      worker = Comlink.wrap(new Worker(url));
      const files = Object.entries(packFiles).map(([name, bytes]) => [name, toBytes(bytes)]);
      await worker.start({ ortWasm: toBytes(ortWasm), packFiles: Object.fromEntries(files) });
    },
    time: (bytes, scale) => worker.time(toBytes(bytes), scale),
  };
`;

interface EngineWindow {
  readonly engine: {
    start(assets: {
      script: string;
      ortWasm: string;
      packFiles: Record<string, string>;
    }): Promise<void>;
    time(bytes: string, scale: number): Promise<EngineTimes>;
  };
}
declare const window: EngineWindow;

/** Onestep in a worker of a page, ready to work. */
export interface TimedEngine {
  /** One picture, from encoded bytes to encoded bytes. */
  time(bytes: Uint8Array, scale: number): Promise<EngineTimes>;
}

/** @param packFolder folder that holds pack.json */
export async function openEngine(page: Page, packFolder: string): Promise<TimedEngine> {
  const script = await bundleScript({
    minify: true,
    entryPoints: [join(import.meta.dirname, 'engine-worker.ts')],
    define: { 'import.meta.url': 'self.location.href' },
  });
  await page.addScriptTag({
    content: await bundleScript({
      minify: true,
      stdin: { contents: CLIENT, resolveDir: import.meta.dirname },
    }),
  });
  const names = (await readdir(packFolder)).filter(
    (name) => name === 'pack.json' || name.endsWith('.onnx'),
  );
  const packFiles = await Promise.all(
    names.map(async (name) => [name, await readBase64(join(packFolder, name))] as const),
  );
  await page.evaluate((assets) => window.engine.start(assets), {
    script,
    ortWasm: await readBase64(ORT_WASM),
    packFiles: Object.fromEntries(packFiles),
  });
  return {
    time: (bytes, scale) =>
      page.evaluate(({ encoded, by }) => window.engine.time(encoded, by), {
        encoded: Buffer.from(bytes).toString('base64'),
        by: scale,
      }),
  };
}

async function readBase64(path: string): Promise<string> {
  return (await readFile(path)).toString('base64');
}
