/** The engine worker on a real WebGPU in software: a device that goes away, memory that runs out. */
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { EnhanceOptions } from '../../src/inference/engine';
import type { Raster } from '../../src/inference/image/raster';
import { createNodeCodec } from '../../src/inference/node/codec';
import { browserTestsSkipped, launchBrowser, SOFTWARE_GPU } from '../support/chromium';
import { encodePng, engineOf } from '../unit/inference/support/engines';
import { detailed, largestDifference } from '../unit/inference/support/pictures';
import { cancelRuns, PICTURE, quickPack } from './engine-harness/cancel-runs';
import { COUNTS_MEMORY, failsBuffersAbove, losesDeviceAt } from './engine-harness/faults';
import { withGpuWorker, type OpenWorker } from './engine-harness/open-worker';

const OPTIONS: EnhanceOptions = { scale: 4, maxSidePx: 4096, format: 'png' };
/** A software GPU compiles its shaders on the processor. */
const SLOW_MS = 300_000;
/** Of a level: two engines add up in another order. */
const LARGEST_DIFFERENCE = 2;

const codec = createNodeCodec();

describe.skipIf(browserTestsSkipped)('the engine worker on a GPU', () => {
  let browser: Browser;
  let picture: Uint8Array;
  let expected: Raster;

  beforeAll(async () => {
    browser = await launchBrowser(SOFTWARE_GPU);
    picture = await encodePng(detailed(90, 50));
    const node = await engineOf(quickPack());
    expected = await codec.decode((await node.enhance(picture, OPTIONS)).bytes);
    await node.dispose();
  });
  afterAll(() => browser?.close());

  const withWorker = (
    context: TestContext,
    before: string,
    use: (engine: OpenWorker) => Promise<void>,
  ) => withGpuWorker(context, browser, { pack: quickPack(), before }, use);

  /** Enhances the picture, holds it against Node's, and gives the tiles that were done. */
  async function enhanceRight(engine: OpenWorker): Promise<readonly number[]> {
    const { outcome, heard } = await engine.enhance(picture, { options: OPTIONS });
    if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.cause}`);
    const raster = await codec.decode(new Uint8Array(Buffer.from(outcome.value, 'base64')));
    expect(largestDifference(raster, expected)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    return heard.filter(({ stage }) => stage === 'restore').map(({ tilesDone }) => tilesDone);
  }

  it(
    'goes on at the unfinished tile when the device is destroyed',
    async (context) => {
      await withWorker(context, losesDeviceAt(12), async (engine) => {
        const done = await enhanceRight(engine);
        expect(done).toEqual(done.map((_, index) => index));
        expect(await engine.worker.evaluate('gpuDevices')).toBe(2);
      });
    },
    SLOW_MS,
  );

  it(
    'goes on when the browser’s GPU process crashes',
    async (context) => {
      await withWorker(context, losesDeviceAt(), async (engine) => {
        await enhanceRight(engine);
        const session: CDPSession = await browser.newBrowserCDPSession();
        const enhanced = enhanceRight(engine);
        // Its answer does not outlive the process.
        session.send('Browser.crashGpuProcess').catch(() => undefined);
        await enhanced;
        await enhanceRight(engine);
        expect(await engine.worker.evaluate('gpuDevices')).toBe(2);
        await session.detach();
      });
    },
    SLOW_MS,
  );

  it(
    'halves its tiles when the GPU has no memory for a buffer',
    async (context) => {
      // Between the answer of a tile and that of its quarter.
      await withWorker(context, failsBuffersAbove(120_000), async (engine) => {
        await enhanceRight(engine);
        expect(await engine.worker.evaluate('failedBuffers')).toBeGreaterThan(0);
      });
    },
    SLOW_MS,
  );

  it(
    'holds no more after cancelled runs than after the first of them',
    async (context) => {
      await withWorker(context, COUNTS_MEMORY, async (engine) => {
        const [few, many] = [3, 8];
        const { held, stopped } = await cancelRuns(engine, [few, many]);
        expect(stopped).toBeGreaterThan(0);
        expect(held[1]!.gpuBuffers).toBeLessThanOrEqual(held[0]!.gpuBuffers);
        expect(held[1]!.wasmBytes).toBe(held[0]!.wasmBytes);
        // Functions and strings that exist from their first use on are less than a picture of each run.
        const pictureBytes = PICTURE.width * PICTURE.height * 3;
        const grownBytes = held[1]!.dataBytes - held[0]!.dataBytes;
        expect(grownBytes).toBeLessThan((many - few) * pictureBytes);
      });
    },
    SLOW_MS,
  );
});
