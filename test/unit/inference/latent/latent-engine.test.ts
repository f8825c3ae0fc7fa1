import { describe, expect, it } from 'vitest';
import type { Engine, EnhanceOptions, StageDump } from '../../../../src/inference/engine';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import { createHandedSource } from '../../../../src/inference/browser/worker-source';
import { createNodeCodec } from '../../../../src/inference/node/codec';
import { createEngine } from '../../../../src/inference/pipeline/create-engine';
import type { ModelRuntime } from '../../../../src/inference/runtime/model-session';
import { OnestepError } from '../../../../src/shared/errors';
import { enhanceRaster, engineOf } from '../support/engines';
import {
  BLOCK_NETWORKS,
  describeLatentPack,
  latentPackFiles,
  latentTestRuntime,
  type TestNetwork,
} from '../support/latent-packs';
import { detailed, discOnNothing, flat, largestDifference } from '../support/pictures';

const PLAIN: Partial<EnhanceOptions> = { colourFix: 'none' };

interface Watched {
  readonly engine: Engine;
  /** Names of the networks in the order of their runs. */
  readonly runs: string[];
}

async function watchedEngine(networks = BLOCK_NETWORKS): Promise<Watched> {
  const runs: string[] = [];
  const runtime = latentTestRuntime(networks, (name) => runs.push(name));
  return { engine: await engineOf(latentPackFiles(describeLatentPack()), runtime), runs };
}

describe('an engine with a latent pack', () => {
  it('gives the wanted size, or the size of the network', async () => {
    const { engine } = await watchedEngine();
    const source = detailed(29, 23);
    const wanted = await enhanceRaster(engine, source);
    expect(wanted).toMatchObject({ width: 116, height: 92, scale: 4, capped: false });
    expect(wanted.raster).toMatchObject({ width: 116, height: 92 });
    const network = await enhanceRaster(engine, source, { outputSize: 'network' });
    expect(network).toMatchObject({ width: 112, height: 88 });
  });

  it.each([1, 1.6, 3, 8])('takes a scale of %d', async (scale) => {
    const { engine } = await watchedEngine();
    const { width, height } = await enhanceRaster(engine, detailed(40, 33), { scale });
    expect([width, height]).toEqual([40 * scale, Math.round(33 * scale)]);
  });

  it('restores pictures that are smaller than a latent', async () => {
    const { engine } = await watchedEngine();
    const { raster } = await enhanceRaster(engine, flat(1, 1, [10, 200, 90, 255]), { scale: 1 });
    expect(raster).toMatchObject({ width: 1, height: 1 });
  });

  it('runs each network over the whole picture before the next', async () => {
    const { engine, runs } = await watchedEngine();
    const options = { ...PLAIN, latentTile: 8, latentOverlap: 2 };
    const tiled = await enhanceRaster(engine, detailed(48, 32), options);
    const order = runs.filter((name, index) => name !== runs[index - 1]);
    expect(order).toEqual(['encoder', 'crossAttention', 'unet', 'step', 'decoder']);
    expect(runs.length).toBeGreaterThan(6);
    const whole = await enhanceRaster(engine, detailed(48, 32), { ...PLAIN, tiling: 'none' });
    // Blending may fall to the other side of a whole number.
    expect(largestDifference(tiled.raster, whole.raster)).toBeLessThanOrEqual(1);
  });

  it('reads a prompt once for all tiles, and again when it changes', async () => {
    const { engine, runs } = await watchedEngine();
    const count = () => runs.filter((name) => name === 'crossAttention').length;
    const options = { latentTile: 8, latentOverlap: 2 };
    await enhanceRaster(engine, detailed(48, 32), options);
    await enhanceRaster(engine, detailed(32, 48), options);
    expect(count()).toBe(1);
    await enhanceRaster(engine, detailed(48, 32), { ...options, prompt: 'red' });
    expect(count()).toBe(2);
  });

  it('needs the text encoder for new prompts only', async () => {
    const { engine, runs } = await watchedEngine();
    const count = () => runs.filter((name) => name === 'textEncoder').length;
    await enhanceRaster(engine, detailed(16, 16));
    expect(count()).toBe(0);
    await enhanceRaster(engine, detailed(16, 16), { prompt: 'red' });
    await enhanceRaster(engine, detailed(16, 16), { prompt: 'red' });
    expect(count()).toBe(1);
    await enhanceRaster(engine, detailed(16, 16), { prompt: 'red', caption: 'wall' });
    expect(count()).toBe(2);
  });

  it('hands out its stages when asked', async () => {
    const { engine } = await watchedEngine();
    let stages: StageDump = {};
    await enhanceRaster(
      engine,
      detailed(16, 24),
      { prompt: 'red' },
      {
        onDump: (made) => {
          stages = made;
        },
      },
    );
    const shapes = Object.entries(stages).map(([name, { dims }]) => [name, dims.join()]);
    expect(Object.fromEntries(shapes)).toEqual({
      token_ids: '1,6',
      text_embeds: '1,6,2',
      latent: '1,4,12,8',
      noise_pred: '1,4,12,8',
      x0: '1,4,12,8',
      decoded: '1,3,96,64',
    });
    expect([...stages['token_ids']!.data].map(Number)).toEqual([1, 3, 4, 5, 2, 0]);
  });

  it('keeps transparency and lets no hidden colour shine through', async () => {
    const { engine } = await watchedEngine();
    const disc = discOnNothing(48, [200, 40, 40], [0, 255, 0]);
    const { raster } = await enhanceRaster(engine, disc, PLAIN);
    expect(raster.data[3]).toBe(0);
    const middle = ((96 * 192 + 96) * 4) as number;
    expect([...raster.data.subarray(middle, middle + 4)].map((v) => Math.round(v / 4))).toEqual(
      [200, 40, 40, 255].map((v) => Math.round(v / 4)),
    );
    for (let at = 0; at < raster.data.length; at += 4) {
      if (raster.data[at + 3]! > 0) expect(raster.data[at + 1]).toBeLessThan(60);
    }
  });

  it('stops between tiles', async () => {
    const { engine, runs } = await watchedEngine();
    const abort = new AbortController();
    const enhanced = enhanceRaster(
      engine,
      detailed(32, 32),
      {},
      {
        signal: abort.signal,
        onProgress: ({ tilesDone }) => {
          if (tilesDone === 1) abort.abort();
        },
      },
    );
    await expect(enhanced).rejects.toMatchObject({ code: 'cancelled' });
    expect(runs).toEqual(['encoder']);
  });

  it.each([
    [{ scale: 8.5 }, 'scale'],
    [{ scale: 9 }, 'scale'],
    [{ tiling: 'wild' as 'auto' }, 'tiling'],
    [{ colourFix: 'blue' as 'none' }, 'colourFix'],
    [{ latentTile: 4 }, 'latentTile'],
    [{ latentTile: 16, latentOverlap: 16 }, 'latentOverlap'],
    [{ processSize: 0 }, 'processSize'],
    [{ outputSize: 'huge' as 'wanted' }, 'outputSize'],
  ])('refuses %j', async (options, option) => {
    const { engine } = await watchedEngine();
    await expect(enhanceRaster(engine, detailed(16, 16), options)).rejects.toMatchObject({
      code: 'option-invalid',
      details: { option },
    });
  });

  it('plans the next picture with what ran out of memory', async () => {
    const failed: number[] = [];
    const runtime = latentTestRuntime(BLOCK_NETWORKS, (name, [input]) => {
      const [, , height = 0, width = 0] = input!.dims;
      if (name !== 'decoder' || height * width <= 400) return;
      failed.push(height * width);
      throw new OnestepError('engine-memory');
    });
    const engine = await engineOf(latentPackFiles(describeLatentPack()), runtime);
    const expected = await enhanceRaster((await watchedEngine()).engine, detailed(64, 48), PLAIN);
    const failures: number[] = [];
    for (let picture = 0; picture < 2; picture++) {
      const { raster } = await enhanceRaster(engine, detailed(64, 48), PLAIN);
      expect(largestDifference(raster, expected.raster)).toBeLessThanOrEqual(1);
      failures.push(failed.length);
    }
    expect(failures[0]).toBeGreaterThan(0);
    expect(failures[1]).toBe(failures[0]);
  });

  it('throws a result with NaN away', async () => {
    const { engine } = await watchedEngine({
      ...BLOCK_NETWORKS,
      unet: ([latent]) => ({
        dims: latent!.dims,
        data: new Float32Array(latent!.data.length).fill(NaN),
      }),
    });
    await expect(enhanceRaster(engine, detailed(16, 16))).rejects.toMatchObject({
      code: 'result-invalid',
    });
  });

  describe.each(['adain', 'wavelet', 'none'] as const)('with the colours of %s', (colourFix) => {
    it.each(['encoder', 'unet', 'decoder'] as const)(
      'throws a result away where the %s answers zeros for a tile',
      async (network) => {
        let tiles = 0;
        const spoilt: TestNetwork = (inputs) => {
          const { dims, data } = BLOCK_NETWORKS[network](inputs);
          return tiles++ === 1 ? { dims, data: new Float32Array(data.length) } : { dims, data };
        };
        const { engine } = await watchedEngine({ ...BLOCK_NETWORKS, [network]: spoilt });
        const options = { latentTile: 8, latentOverlap: 2, colourFix };
        const picture = enhanceRaster(engine, detailed(48, 32), options);
        await expect(picture).rejects.toMatchObject({ code: 'result-invalid' });
        const { raster } = await enhanceRaster(engine, flat(48, 32, [127, 127, 127, 255]), options);
        expect(raster).toMatchObject({ width: 192, height: 128 });
      },
    );
  });

  it('refuses a network that answers with another shape', async () => {
    const { engine } = await watchedEngine({ ...BLOCK_NETWORKS, unet: BLOCK_NETWORKS.decoder });
    await expect(enhanceRaster(engine, detailed(16, 16))).rejects.toMatchObject({
      code: 'pack-graph',
    });
  });
});

describe('a latent pack', () => {
  it('is refused when a shard is not what it should be', async () => {
    const files = latentPackFiles(describeLatentPack());
    files['unet-0.bin'] = Uint8Array.of(99);
    const engine = await engineOf(files, latentTestRuntime(BLOCK_NETWORKS));
    await expect(enhanceRaster(engine, detailed(16, 16))).rejects.toMatchObject({
      code: 'pack-checksum',
      details: { file: 'unet-0.bin' },
    });
  });

  it('asks again for a shard that the disk lost after it was checked', async () => {
    const files = latentPackFiles(describeLatentPack());
    const packBlobs = Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [path, new Blob([new Uint8Array(bytes)])]),
    );
    const source = createHandedSource({ packFiles: {}, packBlobs }, { readsBlobs: true });
    let losses = 1;
    const runtime = latentTestRuntime(BLOCK_NETWORKS);
    const forgetful: ModelRuntime = {
      ...runtime,
      createGraphSession: async (graph) => {
        if (losses-- > 0) throw new OnestepError('pack-missing', { path: 'encoder-0.bin' });
        return runtime.createGraphSession(graph);
      },
    };
    const engine = await createEngine(await loadPack(source), forgetful, createNodeCodec());
    await expect(enhanceRaster(engine, detailed(16, 16))).resolves.toBeDefined();
    expect(losses).toBeLessThan(0);
    await engine.dispose();
  });

  it('is not used when its self-test fails', async () => {
    const pack = describeLatentPack();
    const grey = (value: number) => Buffer.alloc(8 * 8 * 3, value).toString('base64');
    const selfTest = { width: 8, height: 8, input: grey(100), output: grey(100), tolerance: 1 };
    pack.description.selfTest = selfTest;
    const runtime = latentTestRuntime(BLOCK_NETWORKS);
    await (await engineOf(latentPackFiles(pack), runtime)).dispose();
    pack.description.selfTest = { ...selfTest, output: grey(104) };
    await expect(engineOf(latentPackFiles(pack), runtime)).rejects.toMatchObject({
      code: 'pack-self-test',
    });
  });

  it.each<[string, (pack: ReturnType<typeof describeLatentPack>['description']) => void]>([
    ['a path out of the pack', (pack) => (pack.graphs.unet.shards[0]!.file = '../secret')],
    ['a missing input', (pack) => pack.graphs.unet.inputs.pop()],
    ['prompts of another size', (pack) => (pack.prompts.bytes += 4)],
    ['a huge prompt table', (pack) => (pack.prompts.tokens = 1e9)],
    ['no empty prompt', (pack) => (pack.prompts.presets[0]!.text = 'x')],
    ['another length of prompts', (pack) => (pack.tokenizer.maxLength = 7)],
    ['an infinite constant', (pack) => (pack.constants.x0.a = 1e99)],
    ['a vanishing process size', (pack) => (pack.constants.processSize = 0)],
    ['another family', (pack) => ((pack.family as string) = 'unknown')],
  ])('is refused with %s', async (_what, spoil) => {
    const pack = describeLatentPack();
    spoil(pack.description);
    const source = createMemorySource(latentPackFiles(pack));
    await expect(loadPack(source)).rejects.toMatchObject({ code: 'pack-invalid' });
  });

  it('may lie in blobs', async () => {
    const files = latentPackFiles(describeLatentPack());
    const blobs = Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [path, new Blob([new Uint8Array(bytes)])]),
    );
    await expect(loadPack(createMemorySource(blobs))).resolves.toMatchObject({ kind: 'latent' });
  });
});
