/**
 * The miniature OSEDiff pack in the engine workers of the browser, stage by stage against Node: on
 * WebGPU (a software GPU) in a page with an origin, on wasm in a null-origin frame as Figma has it.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { buildWorker } from '../../scripts/build/worker.mjs';
import { WEBGPU_WASM_FILES, type WebGpuFlavour } from '../../src/inference/browser/webgpu-flavour';
import type { Engine, EnhanceOptions, StageDump } from '../../src/inference/engine';
import { createNodeCodec } from '../../src/inference/node/codec';
import type { LatentPackJson } from '../../src/inference/pack/latent-schema';
import { createNodeEngine } from '../../src/inference/node/engine';
import { byteDifferences } from '../golden/byte-differences';
import { convertGoldenModel, type TemporaryPack } from '../golden/mini-pack';
import { browserTestsSkipped, launchBrowser, SOFTWARE_GPU } from '../support/chromium';
import {
  GOLDEN,
  GOLDEN_NOTE,
  loadGoldenCase,
  relativeL2,
  type GoldenCaseName,
} from '../support/golden';
import { bundleScript } from '../support/bundle-script';

const ORT_FOLDER = 'node_modules/onnxruntime-web/dist';
/** A secure context without a network: every request is answered here. */
const ORIGIN = 'https://onestep.test';
const POLICY =
  "default-src data: blob:; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; style-src 'unsafe-inline'";

/** A software GPU compiles some hundred shaders on the CPU. */
const SLOW_MS = 600_000;

const STAGES = ['text_embeds', 'latent', 'noise_pred', 'x0', 'decoded'] as const;
const RELATIVE_L2 = 1e-3;
/** In levels: a value may tip over at the boundary of two, which AdaIN then stretches. */
const LARGEST_DIFFERENCE = { none: 1, adain: 4 } as const;
const MEAN_DIFFERENCE = 0.01;

/** Put before the worker's script: tells how many bytes came from the GPU, transfer by transfer. */
const COUNTS_DOWNLOADS = `{
  const downloads = [];
  const { mapAsync } = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = function (mode, ...range) {
    if (mode === GPUMapMode.READ) downloads.push(this.size);
    return mapAsync.call(this, mode, ...range);
  };
  const channel = new BroadcastChannel('downloads');
  channel.onmessage = () => channel.postMessage(downloads);
}`;

type Client = Window['latentClient'];
type Assets = Parameters<Client['start']>[0];

const figures: Readonly<Record<string, string | number>>[] = [];
const codec = createNodeCodec();

describe.skipIf(browserTestsSkipped || GOLDEN === null)(
  `the miniature pack in Chromium${GOLDEN_NOTE}`,
  () => {
    let pack: TemporaryPack;
    let packFiles: Record<string, string>;
    let node: Engine;
    let browser: Browser;
    let clientScript: string;

    beforeAll(async () => {
      pack = await convertGoldenModel();
      packFiles = await readFiles(pack.folder);
      node = await createNodeEngine(pack.folder);
      clientScript = await bundleScript({
        entryPoints: [resolve(import.meta.dirname, 'latent-harness/client.ts')],
      });
      browser = await launchBrowser(SOFTWARE_GPU);
    });
    afterAll(async () => {
      await browser?.close();
      await node?.dispose();
      await pack?.remove();
      // eslint-disable-next-line no-console -- the figures are what the test is for
      if (figures.length > 0) console.table(figures);
    });

    describe('on WebGPU, in a page with an origin', () => {
      let page: Page;
      let hasAdapter: boolean;

      beforeAll(async () => {
        page = await openOriginPage(browser, clientScript);
        hasAdapter = await page.evaluate(async () => {
          const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
          return gpu !== undefined && (await gpu.requestAdapter()) !== null;
        });
      });
      const needAdapter = (context: TestContext): void => {
        context.skip(!hasAdapter, 'this browser has no WebGPU adapter');
      };

      it(
        'gives what Node gives, with and without a prompt',
        async (context) => {
          needAdapter(context);
          const flavour = await page.evaluate(() => window.latentClient.flavour);
          await startAndCompare(page, await webGpuAssets(flavour, packFiles), 'webgpu', ['debug']);
        },
        SLOW_MS,
      );

      it(
        'gives what Node gives in a browser without promise integration',
        async (context) => {
          needAdapter(context);
          const assets = await webGpuAssets('asyncify', packFiles);
          const worker = `delete WebAssembly.Suspending;${assets.worker}`;
          await startAndCompare(page, { ...assets, worker }, 'webgpu', ['debug']);
        },
        SLOW_MS,
      );

      it(
        'leaves everything of the self-test on the GPU until it is done, and refuses a pack that fails',
        async (context) => {
          needAdapter(context);
          const flavour = await page.evaluate(() => window.latentClient.flavour);
          const tampered = { ...packFiles, 'pack.json': withWrongAnswer(packFiles['pack.json']!) };
          const assets = await webGpuAssets(flavour, tampered);
          const started = await startIn(page, {
            ...assets,
            worker: COUNTS_DOWNLOADS + assets.worker,
          });
          expect(started).toMatchObject({ ok: false, error: { code: 'pack-self-test' } });
          // Weights are laid out by the GPU and come back as well, while networks are opened.
          const downloads = await downloadsOf(page);
          const { pictureBytes, latentBytes } = selfTestBytes(packFiles['pack.json']!);
          expect(downloads.at(-1)).toBe(pictureBytes);
          expect(downloads).not.toContain(latentBytes);
        },
        SLOW_MS,
      );

      it('refuses halves on a GPU that has none, before it reads a network', async (context) => {
        needAdapter(context);
        const flavour = await page.evaluate(() => window.latentClient.flavour);
        const description = withPrecision(packFiles['pack.json']!, 'fp16');
        const assets = await webGpuAssets(flavour, { 'pack.json': description });
        expect(await startIn(page, assets)).toMatchObject({
          ok: false,
          error: { code: 'pack-half-precision' },
        });
      });
    });

    describe('in a null-origin frame', () => {
      let frame: Frame;
      beforeAll(async () => {
        frame = await openNullOriginFrame(browser, clientScript);
      });

      it('gives on wasm what Node gives, with and without a prompt', async () => {
        const worker = await buildWorker();
        const ortWasm = await readBase64(join(ORT_FOLDER, 'ort-wasm-simd-threaded.wasm'));
        await startAndCompare(frame, { worker, ortWasm, packFiles }, 'wasm', ['debug', 'plain']);
      });

      it('has no WebGPU and says so', async () => {
        const flavour = await frame.evaluate(() => window.latentClient.flavour);
        const started = await startIn(frame, await webGpuAssets(flavour, packFiles));
        expect(started).toMatchObject({ ok: false, error: { code: 'engine-no-webgpu' } });
      });
    });

    async function startAndCompare(
      place: Page | Frame,
      assets: Assets,
      runtime: 'webgpu' | 'wasm',
      cases: readonly GoldenCaseName[],
    ): Promise<void> {
      const startedAt = performance.now();
      const started = await startIn(place, assets);
      if (!started.ok) throw new Error(`${started.error.code}: ${started.error.cause}`);
      expect(started.value.runtime).toBe(runtime);
      note(runtime, 'start', startedAt, {});
      for (const name of cases) {
        const golden = await loadGoldenCase(name);
        const { caption, process_size: processSize, upscale: scale } = golden.settings;
        const options = { scale, processSize, maxSidePx: 4096, format: 'png' } as const;
        const input = golden.path('input.png');
        await compare(place, runtime, input, { ...options, prompt: caption, colourFix: 'adain' });
        await compare(place, runtime, input, { ...options, colourFix: 'none' });
      }
    }

    async function compare(
      place: Page | Frame,
      runtime: string,
      input: string,
      options: EnhanceOptions & { readonly colourFix: keyof typeof LARGEST_DIFFERENCE },
    ): Promise<void> {
      const bytes = await readFile(input);
      let stages: StageDump = {};
      const onDump = (made: StageDump): void => {
        stages = made;
      };
      const expected = await node.enhance(bytes, options, { onDump });
      const startedAt = performance.now();
      const outcome = await place.evaluate(
        (job) => window.latentClient.enhance(job.bytes, job.options),
        { bytes: bytes.toString('base64'), options },
      );
      if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.cause}`);
      const deviations = STAGES.map((stage) => {
        const ours = stages[stage]!.data as Float32Array;
        return [stage, relativeL2(outcome.value.stages[stage]!, ours)] as const;
      });
      const { mean, largest } = byteDifferences(
        await codec.decode(new Uint8Array(Buffer.from(outcome.value.bytes, 'base64'))),
        await codec.decode(expected.bytes),
      );
      note(
        runtime,
        `${expected.width} × ${expected.height}, ${options.prompt ?? 'no prompt'}`,
        startedAt,
        {
          ...Object.fromEntries(deviations.map(([stage, by]) => [stage, by.toExponential(1)])),
          mean: mean.toExponential(1),
          largest,
        },
      );
      for (const [stage, deviation] of deviations) {
        expect(deviation, stage).toBeLessThanOrEqual(RELATIVE_L2);
      }
      expect(largest).toBeLessThanOrEqual(LARGEST_DIFFERENCE[options.colourFix]);
      expect(mean).toBeLessThanOrEqual(MEAN_DIFFERENCE);
    }
  },
);

function note(
  runtime: string,
  what: string,
  startedAt: number,
  deviations: Readonly<Record<string, string | number>>,
): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  figures.push({ runtime, what, seconds, ...deviations });
}

/** Of a worker with `COUNTS_DOWNLOADS`. */
function downloadsOf(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    () =>
      new Promise<readonly number[]>((resolve) => {
        const channel = new BroadcastChannel('downloads');
        channel.onmessage = ({ data }: MessageEvent<readonly number[]>) => {
          channel.close();
          resolve(data);
        };
        channel.postMessage('tell');
      }),
  );
}

/** Of the self-test's picture and its latent in float32. @param description pack.json in base64 */
function selfTestBytes(description: string): { pictureBytes: number; latentBytes: number } {
  const json = JSON.parse(Buffer.from(description, 'base64').toString()) as LatentPackJson;
  const { width, height } = json.selfTest!;
  const { downscale, latentChannels } = json.constants;
  const pixels = width * height;
  return {
    pictureBytes: 4 * 3 * pixels,
    latentBytes: (4 * latentChannels * pixels) / downscale ** 2,
  };
}

function startIn(place: Page | Frame, assets: Assets): ReturnType<Client['start']> {
  return place.evaluate((given) => window.latentClient.start(given), assets);
}

async function webGpuAssets(
  flavour: WebGpuFlavour,
  packFiles: Assets['packFiles'],
): Promise<Assets> {
  const worker = await buildWorker({ provider: 'webgpu' });
  const ortWasm = await readBase64(join(ORT_FOLDER, WEBGPU_WASM_FILES[flavour]));
  return { worker, ortWasm, packFiles };
}

async function openOriginPage(browser: Browser, script: string): Promise<Page> {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  );
  await page.goto(`${ORIGIN}/`);
  await page.addScriptTag({ content: script });
  return page;
}

async function openNullOriginFrame(browser: Browser, script: string): Promise<Frame> {
  const html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <script>${script}</script>`;
  const page = await browser.newPage();
  const address = `data:text/html;base64,${Buffer.from(html).toString('base64')}`;
  await page.setContent(`<iframe src="${address}"></iframe>`);
  const frame = page.frames()[1]!;
  await frame.waitForFunction(() => 'latentClient' in window);
  return frame;
}

async function readFiles(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  const files = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length + 1), await readBase64(path)] as const),
  );
  return Object.fromEntries(files);
}

async function readBase64(path: string): Promise<string> {
  return (await readFile(path)).toString('base64');
}

/** The description with every byte of the self-test's answer turned round. */
function withWrongAnswer(description: string): string {
  return editDescription(description, (json) => {
    const selfTest = json['selfTest'] as { output: string };
    const wrong = Buffer.from(selfTest.output, 'base64').map((byte) => 255 - byte);
    return { ...json, selfTest: { ...selfTest, output: Buffer.from(wrong).toString('base64') } };
  });
}

function withPrecision(description: string, precision: string): string {
  return editDescription(description, (json) => ({ ...json, precision }));
}

function editDescription(base64: string, edit: (json: Record<string, unknown>) => object): string {
  const json = JSON.parse(Buffer.from(base64, 'base64').toString()) as Record<string, unknown>;
  return Buffer.from(JSON.stringify(edit(json))).toString('base64');
}
