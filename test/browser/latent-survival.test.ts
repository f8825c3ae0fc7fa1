/** A latent pack on a real WebGPU in software, whose device goes away, or runs out of memory, half-way. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { EnhanceOptions } from '../../src/inference/engine';
import type { Raster } from '../../src/inference/image/raster';
import { createNodeCodec } from '../../src/inference/node/codec';
import { browserTestsSkipped, launchBrowser, SOFTWARE_GPU } from '../support/chromium';
import { encodePng, engineOf } from '../unit/inference/support/engines';
import { latentGraphPack } from '../unit/inference/support/latent-graphs';
import type { PackFiles } from '../unit/inference/support/packs';
import { detailed, largestDifference } from '../unit/inference/support/pictures';
import { failsBuffersAbove, LOSES_DEVICES, type GpuWatch } from './engine-harness/faults';
import { enhanceOnHost, openHostPage, startHost } from './engine-harness/open-host';
import { withGpuWorker, type OpenWorker } from './engine-harness/open-worker';

/** A software GPU compiles its shaders on the processor. */
const SLOW_MS = 300_000;
/** Of a level: two engines add up in another order. */
const LARGEST_DIFFERENCE = 2;

/** As planned: one tile, which stays on the GPU from the encoder to the decoder. */
const ONE_TILE: EnhanceOptions = { scale: 4, maxSidePx: 4096, format: 'png', colourFix: 'none' };
/** So small that they are not halved any further. */
const TILED: EnhanceOptions = { ...ONE_TILE, latentTile: 8, latentOverlap: 2 };
/** Of each of three networks. */
const TILES = 3;
/** The network between the UNet and the decoder sees the picture as a whole. */
const STEP = 1;

type Loss = Parameters<GpuWatch['loseIn']>;

const codec = createNodeCodec();

interface Enhanced {
  readonly raster: Raster;
  /** Bytes of each answer that has come from the GPU, network by network and tile by tile. */
  readonly answers: readonly number[];
  readonly works: number;
  readonly tilesDone: readonly number[];
}

describe.skipIf(browserTestsSkipped)('a latent pack in the engine worker on a GPU', () => {
  let browser: Browser;
  let pack: PackFiles;
  let picture: Uint8Array;
  let expected: Raster;
  let large: Uint8Array;
  let largeExpected: Raster;

  beforeAll(async () => {
    browser = await launchBrowser(SOFTWARE_GPU);
    pack = await latentGraphPack();
    picture = await encodePng(detailed(40, 16));
    large = await encodePng(detailed(64, 32));
    const node = await engineOf(pack);
    expected = await codec.decode((await node.enhance(picture, ONE_TILE)).bytes);
    largeExpected = await codec.decode((await node.enhance(large, ONE_TILE)).bytes);
    await node.dispose();
  });
  afterAll(() => browser?.close());

  const withWorker = (
    context: TestContext,
    before: string,
    use: (engine: OpenWorker) => Promise<void>,
    files = pack,
  ) => withGpuWorker(context, browser, { pack: files, before }, use);

  const look = (engine: OpenWorker) =>
    engine.worker.evaluate(() => {
      const { devices, works, answers, usesOfOld } = (self as unknown as { gpuWatch: GpuWatch })
        .gpuWatch;
      return { devices, works, answers, usesOfOld };
    });

  const loseIn = (engine: OpenWorker, ...given: Loss) =>
    engine.worker.evaluate(
      ([work, at]) => (self as unknown as { gpuWatch: GpuWatch }).gpuWatch.loseIn(work, at),
      given,
    );

  async function enhance(engine: OpenWorker, options: EnhanceOptions): Promise<Enhanced> {
    const before = await look(engine);
    const { outcome, heard } = await engine.enhance(picture, { options });
    if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.cause}`);
    const after = await look(engine);
    return {
      raster: await codec.decode(new Uint8Array(Buffer.from(outcome.value, 'base64'))),
      answers: after.answers.slice(before.answers.length),
      works: after.works - before.works,
      tilesDone: heard.filter(({ stage }) => stage === 'restore').map(({ tilesDone }) => tilesDone),
    };
  }

  /**
   * Enhances the picture undisturbed, which opens all that it needs, and once more with a loss.
   *
   * @param devices there will have been then
   */
  async function loseDevice(
    engine: OpenWorker,
    options: EnhanceOptions,
    loss: Loss,
    devices: number,
  ): Promise<{ readonly calm: Enhanced; readonly lost: Enhanced }> {
    await enhance(engine, options);
    const calm = await enhance(engine, options);
    expect(largestDifference(calm.raster, expected)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    await loseIn(engine, ...loss);
    const lost = await enhance(engine, options);
    expect(await look(engine)).toMatchObject({ devices, usesOfOld: [] });
    return { calm, lost };
  }

  it(
    'goes on at the unfinished tile wherever the device is destroyed',
    async (context) => {
      await withWorker(context, LOSES_DEVICES, async (engine) => {
        const losses: readonly Loss[] = [
          [TILES + 2, 'pushErrorScope'],
          [TILES + 3, 'submit'],
          [2 * TILES + STEP + 2, 'mapAsync'],
        ];
        for (const [index, loss] of losses.entries()) {
          const { calm, lost } = await loseDevice(engine, TILED, loss, index + 2);
          expect(calm.works).toBe(3 * TILES + STEP);
          expect(calm.answers).toHaveLength(calm.works);
          expect(largestDifference(lost.raster, calm.raster)).toBe(0);
          expect(lost.tilesDone).toEqual(calm.tilesDone);
          // The new device has answered the self-test as well, which is smaller.
          const answers = lost.answers.filter((bytes) => calm.answers.includes(bytes));
          expect(answers).toEqual(calm.answers);
          expect(lost.answers).toHaveLength(calm.answers.length + 1);
        }
      });
    },
    SLOW_MS,
  );

  it(
    'does a picture of one tile again, in parts, when the device is destroyed under it',
    async (context) => {
      await withWorker(context, LOSES_DEVICES, async (engine) => {
        const losses: readonly Loss[] = [
          [2, 'pushErrorScope'],
          [4, 'mapAsync'],
        ];
        for (const [index, loss] of losses.entries()) {
          const { calm, lost } = await loseDevice(engine, ONE_TILE, loss, index + 2);
          expect(calm.works).toBe(4);
          expect(calm.answers).toHaveLength(1);
          expect(largestDifference(lost.raster, expected)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
          expect(lost.answers).not.toContain(calm.answers[0]);
        }
      });
    },
    SLOW_MS,
  );

  it(
    'gives a picture up that costs two devices, and does the next one',
    async (context) => {
      await withWorker(context, LOSES_DEVICES, async (engine) => {
        await loseIn(engine, TILES, 'submit');
        // Later than the self-test of the second device.
        await loseIn(engine, 4 * TILES + 12, 'submit');
        expect(await failureOf(engine, picture)).toBe('engine-device-lost');
        const { raster } = await enhance(engine, TILED);
        expect(largestDifference(raster, expected)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
        expect(await look(engine)).toMatchObject({ devices: 3, usesOfOld: [] });
      });
    },
    SLOW_MS,
  );

  it(
    'halves its tiles when the GPU has no memory for a buffer, and starts the next picture with those',
    async (context) => {
      // Between what the picture takes as one tile and as quarters of it.
      await withWorker(context, failsBuffersAbove(300_000), async (engine) => {
        const failed = () => engine.worker.evaluate<number>('failedBuffers');
        const seen: number[] = [];
        for (let pictures = 0; pictures < 2; pictures++) {
          const { outcome } = await engine.enhance(large, { options: ONE_TILE });
          if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.cause}`);
          const raster = await codec.decode(new Uint8Array(Buffer.from(outcome.value, 'base64')));
          expect(largestDifference(raster, largeExpected)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
          seen.push(await failed());
        }
        expect(seen[0]).toBeGreaterThan(0);
        expect(seen[1]).toBe(seen[0]);
      });
    },
    SLOW_MS,
  );

  it(
    'starts with the tiles that fitted when the engine page is opened again',
    async (context) => {
      const page = await openHostPage(browser, failsBuffersAbove(300_000));
      if (page === null) return context.skip('this browser has no WebGPU adapter');
      const failed: number[] = [];
      for (let start = 0; start < 2; start++) {
        await startHost(page, pack);
        expect(await enhanceOnHost(page, large, ONE_TILE)).toBeNull();
        failed.push(await page.workers()[0]!.evaluate<number>('failedBuffers'));
        await page.waitForFunction(() => localStorage.length > 0);
        await page.reload();
      }
      await page.close();
      expect(failed[0]).toBeGreaterThan(0);
      expect(failed[1]).toBe(0);
    },
    SLOW_MS,
  );

  it(
    'says so where there is no memory for the smallest tile, and does what is smaller',
    async (context) => {
      await withWorker(context, failsBuffersAbove(20_000), async (engine) => {
        expect(await failureOf(engine, large)).toBe('engine-memory');
        const { outcome } = await engine.enhance(await encodePng(detailed(8, 8)), {
          options: ONE_TILE,
        });
        expect(outcome).toMatchObject({ ok: true });
      });
    },
    SLOW_MS,
  );

  it(
    'refuses a pack that answers NaN, in its self-test or else in a picture',
    async (context) => {
      const spoiled = await latentGraphPack({ noiseFactor: NaN });
      await expect(withWorker(context, '', async () => undefined, spoiled)).rejects.toThrow(
        'pack-self-test',
      );
      const untested = await latentGraphPack({ noiseFactor: NaN, hasSelfTest: false });
      await withWorker(
        context,
        '',
        async (engine) => {
          for (const options of [ONE_TILE, TILED]) {
            expect(await failureOf(engine, picture, options)).toBe('result-invalid');
          }
        },
        untested,
      );
    },
    SLOW_MS,
  );
});

async function failureOf(
  engine: OpenWorker,
  picture: Uint8Array,
  options = TILED,
): Promise<string | null> {
  const { outcome } = await engine.enhance(picture, { options });
  return outcome.ok ? null : outcome.error.code;
}
