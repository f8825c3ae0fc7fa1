/**
 * The engine worker where it has to work: started from a blob in a null-origin `data:` frame under
 * Figma's content policy, with no network.
 */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker } from '../../scripts/build/worker.mjs';
import type { Outcome } from '../../src/shared/outcome';
import type { EngineInfo, EnhanceOptions, EnhanceResult } from '../../src/inference/engine';
import { createNodeCodec } from '../../src/inference/node/codec';
import { createNodeEngine } from '../../src/inference/node/engine';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { encodePng, testEngine } from '../unit/inference/support/engines';
import {
  compactPackFiles,
  describePack,
  packFiles,
  twoLevelPack,
  type PackFiles,
} from '../unit/inference/support/packs';
import { detailed, discOnNothing, largestDifference } from '../unit/inference/support/pictures';

const ORT_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';
const POLICY =
  "default-src data: blob:; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; style-src 'unsafe-inline'";
const OPTIONS: EnhanceOptions = { scale: 4, maxSidePx: 4096, format: 'png' };

/** The UI's side of the worker, reduced to what Playwright can call: bytes travel as base64. */
const CLIENT = `
  import * as Comlink from 'comlink';
  const toBytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const toBase64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
  let api;
  const encoded = (outcome) => outcome.ok
    ? { ok: true, value: { ...outcome.value, bytes: toBase64(outcome.value.bytes) } }
    : outcome;
  window.client = {
    async start({ worker, ortWasm, packFiles }) {
      const url = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
      api = Comlink.wrap(new Worker(url));
      const files = Object.entries(packFiles).map(([name, bytes]) => [name, toBytes(bytes)]);
      return api.start({ ortWasm: toBytes(ortWasm), packFiles: Object.fromEntries(files) });
    },
    async enhance({ jobId, bytes, options, cancelAfterTiles }) {
      const seen = [];
      const onProgress = (progress) => {
        seen.push(progress);
        if (progress.tilesDone === cancelAfterTiles) api.cancel(jobId);
      };
      const outcome = await api.enhance(jobId, toBytes(bytes), options, Comlink.proxy(onProgress));
      return { outcome: encoded(outcome), seen };
    },
  };
`;

interface Job {
  readonly jobId: number;
  readonly bytes: string;
  readonly options: EnhanceOptions;
  readonly cancelAfterTiles?: number;
}

interface Client {
  start(assets: {
    worker: string;
    ortWasm: string;
    packFiles: Record<string, string>;
  }): Promise<Outcome<EngineInfo>>;
  enhance(job: Job): Promise<{
    outcome: Outcome<Omit<EnhanceResult, 'bytes'> & { bytes: string }>;
    seen: { stage: string; tilesDone: number; tilesTotal: number }[];
  }>;
}
declare const window: { client: Client };

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

async function frameAddress(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: CLIENT, resolveDir: '.' },
    bundle: true,
    format: 'iife',
    write: false,
  });
  const html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <script>${outputFiles[0]!.text}</script>`;
  return `data:text/html;base64,${base64(Buffer.from(html))}`;
}

describe.skipIf(browserTestsSkipped)('the engine worker in a null-origin frame', () => {
  let browser: Browser;
  let page: Page;
  let frame: Frame;
  const requests: string[] = [];
  const complaints: string[] = [];

  const enhance = (job: Job) => frame.evaluate((given) => window.client.enhance(given), job);
  const start = async (files: PackFiles) => {
    const packed = Object.entries(files).map(([name, bytes]) => [name, base64(bytes)] as const);
    const assets = {
      worker: await buildWorker(),
      ortWasm: base64(await readFile(ORT_WASM)),
      packFiles: Object.fromEntries(packed),
    };
    return frame.evaluate((given) => window.client.start(given), assets);
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.setContent(`<iframe src="${await frameAddress()}"></iframe>`);
    frame = page.frames()[1]!;
    await frame.waitForFunction(() => 'client' in window);
    const started = await start(await compactPackFiles());
    expect(started).toMatchObject({ ok: true, value: { runtime: 'wasm' } });
  });

  afterAll(() => browser?.close());

  it('lives where Figma puts it', async () => {
    expect(await frame.evaluate(() => [self.origin, String(self.isSecureContext)])).toEqual([
      'null',
      'false',
    ]);
  });

  it.each([
    ['opaque', detailed(70, 50), 4],
    ['larger than a tile, at 2×', detailed(300, 90), 2],
    ['transparent', discOnNothing(60, [200, 40, 30], [0, 0, 0]), 4],
  ])('restores a picture as Node does: %s', async (_, picture, scale) => {
    const bytes = await encodePng(picture);
    const options = { ...OPTIONS, scale };
    const { outcome } = await enhance({ jobId: 1, bytes: base64(bytes), options });
    if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.cause}`);

    const engine = await createNodeEngine('models/compact');
    const expected = await engine.enhance(bytes, options);
    await engine.dispose();
    expect(outcome.value).toMatchObject({ width: expected.width, height: expected.height, scale });

    const { decode } = createNodeCodec();
    const [actualRaster, expectedRaster] = [
      await decode(new Uint8Array(Buffer.from(outcome.value.bytes, 'base64'))),
      await decode(expected.bytes),
    ];
    expect(largestDifference(actualRaster, expectedRaster)).toBeLessThanOrEqual(2);
  });

  it('answers with the code of what went wrong', async () => {
    const { outcome } = await enhance({
      jobId: 2,
      bytes: base64(Buffer.from('?')),
      options: OPTIONS,
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'image-format-unknown' } });
  });

  it('hears a cancel between tiles, and is ready for the next picture', async () => {
    const bytes = base64(await encodePng(detailed(700, 200)));
    const job = { jobId: 3, bytes, options: OPTIONS, cancelAfterTiles: 1 };
    const { outcome, seen } = await enhance(job);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    const { tilesDone, tilesTotal } = seen.at(-1)!;
    expect(tilesDone).toBeLessThan(tilesTotal);

    const next = await enhance({
      jobId: 4,
      bytes: base64(await encodePng(detailed(20, 20))),
      options: OPTIONS,
    });
    expect(next.outcome).toMatchObject({ ok: true, value: { width: 80 } });
  });

  it.each([1, 2, 4])(
    'runs a condition and the output of a scale as Node does: %d×',
    async (scale) => {
      const pack = twoLevelPack([48]);
      const started = await start(packFiles(describePack(pack), pack.graph));
      expect(started).toMatchObject({ ok: true, value: { takesPrompt: true } });
      const bytes = await encodePng(detailed(71, 33));
      const controls = { dejpeg: 0.4, content: 'text' } as const;
      const options = { ...OPTIONS, scale, controls, prompt: 'sharper, please' };
      const { outcome } = await enhance({ jobId: 5, bytes: base64(bytes), options });
      if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.cause}`);
      expect(outcome.value.promptReading).toEqual({ understood: ['sharper'], ignored: [] });

      const engine = await testEngine(pack);
      const expected = await engine.enhance(bytes, options);
      await engine.dispose();
      const { decode } = createNodeCodec();
      const [actualRaster, expectedRaster] = [
        await decode(new Uint8Array(Buffer.from(outcome.value.bytes, 'base64'))),
        await decode(expected.bytes),
      ];
      expect(largestDifference(actualRaster, expectedRaster)).toBeLessThanOrEqual(2);
    },
  );

  it('asks the network for nothing and complains about nothing', () => {
    expect(requests.filter((url) => !/^(?:data|blob|about):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
