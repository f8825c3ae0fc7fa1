/**
 * The whole way from a picture to a picture with the miniature model, held to the numbers of the
 * official code, case by case.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EnhanceOptions, StageDump } from '../../src/inference/engine';
import { COLOUR_FIXES } from '../../src/shared/colour-fix';
import { createNodeCodec } from '../../src/inference/node/codec';
import { createNodeEngine } from '../../src/inference/node/engine';
import { createFolderSource } from '../../src/inference/node/pack-source';
import type { Raster } from '../../src/inference/image/raster';
import { LatentNetworks } from '../../src/inference/latent/networks';
import { cropPlanes } from '../../src/inference/latent/planes';
import { networkSizes, preprocess } from '../../src/inference/latent/preprocess';
import { countTiles } from '../../src/inference/latent/tile-plans';
import { officialPlan } from '../../src/inference/latent/tiling/official-plan';
import { AreaLimit, collectTiled } from '../../src/inference/latent/tiling/run-tiled';
import { loadPack } from '../../src/inference/pack/load-pack';
import { resultSize } from '../../src/inference/pipeline/result-size';
import { MAX_RESULT_SIDE_PX } from '../../src/shared/limits';
import {
  GOLDEN,
  GOLDEN_CASES,
  GOLDEN_NOTE,
  loadGoldenCase,
  maxDifference,
  relativeL2,
  type GoldenCaseName,
  type GoldenSettings,
} from '../support/golden';
import { createTestRuntime } from '../unit/inference/support/engines';
import { convertGoldenModel, type TemporaryPack } from './mini-pack';
import { byteDifferences } from './byte-differences';

const RELATIVE_L2 = 5e-5;
const PNG_MEAN = 0.01;
/** In levels. Ours are exact means of bytes; a level may tip over at a boundary. */
const PNG_MAX = { adain: 4, wavelet: 1, none: 1 } as const;
const STAGES = ['text_embeds', 'latent', 'noise_pred', 'x0', 'decoded'] as const;
const FP16_RELATIVE_L2 = {
  text_embeds: 1e-2,
  latent: 1e-2,
  noise_pred: 3e-2,
  x0: 3e-2,
  decoded: 3e-2,
} as const;
const FP16_PNG_MEAN = 0.8;
const GOLDEN_FIX_NAMES = { adain: 'adain', wavelet: 'wavelet', none: 'nofix' } as const;

/**
 * The autoencoder's tiles of this case share the statistics of their norms, which separate runs of
 * a network cannot: its latent is given, and only what the diffusion network makes of it compared.
 */
const SHARED_NORM_CASES: readonly GoldenCaseName[] = ['tiled_all'];
const TILED_CASES = ['tiled_latent', 'tiled_thin', 'tiled_all'] as const;
const CASES = GOLDEN_CASES.filter((name) => !SHARED_NORM_CASES.includes(name));

const codec = createNodeCodec();

interface Deviation {
  readonly case: string;
  readonly what: string;
  readonly deviation: string;
}

const deviations: Deviation[] = [];

function note(name: string, what: string, deviation: string): void {
  deviations.push({ case: name, what, deviation });
}

afterAll(() => {
  // eslint-disable-next-line no-console -- the figures are what the test is for
  if (deviations.length > 0) console.table(deviations);
});

describe.skipIf(GOLDEN === null)(`preprocessing${GOLDEN_NOTE}`, () => {
  it.each(GOLDEN_CASES)('%s: gives the picture that the official code gives', async (name) => {
    const golden = await loadGoldenCase(name);
    const { upscale, process_size: processSize } = golden.settings;
    const source = await codec.decode(await readFile(golden.path('input.png')));
    const expected = await codec.decode(await readFile(golden.path('preprocessed.png')));
    const wanted = resultSize(source, { scale: upscale, maxSidePx: MAX_RESULT_SIDE_PX });
    const picture = preprocess(source, networkSizes(source, wanted, { processSize, downscale: 8 }));
    expect([picture.width, picture.height]).toEqual([expected.width, expected.height]);
    const difference = maxDifference(picture.data, dropAlpha(expected));
    note(name, 'preprocessed', `max ${difference}`);
    expect(difference).toBeLessThanOrEqual(1);
  });
});

describe.skipIf(GOLDEN === null)(`the miniature pack, in fp32${GOLDEN_NOTE}`, () => {
  let pack: TemporaryPack;
  let engine: Engine;
  beforeAll(async () => {
    pack = await convertGoldenModel();
    engine = await createNodeEngine(pack.folder);
  }, 120_000);
  afterAll(async () => {
    await engine?.dispose();
    await pack?.remove();
  });

  it.each(CASES)('%s: every stage, end to end', async (name) => {
    const golden = await loadGoldenCase(name);
    const { stages } = await run(engine, golden.path('input.png'), golden.settings, 'none');
    expect([...stages['token_ids']!.data]).toEqual([...golden.int('token_ids').data]);
    for (const stage of STAGES) {
      const key = stage === 'text_embeds' ? stage : `mode.${stage}`;
      if (!golden.has(key)) continue;
      const { shape, data } = golden.float(key);
      expect(stages[stage]!.dims, stage).toEqual(shape);
      const deviation = relativeL2(stages[stage]!.data as Float32Array, data);
      note(name, stage, deviation.toExponential(1));
      expect(deviation, stage).toBeLessThanOrEqual(RELATIVE_L2);
    }
  });

  it.each(TILED_CASES)('%s: the noise that official tiles give for a latent', async (name) => {
    const golden = await loadGoldenCase(name);
    const loaded = await loadPack(createFolderSource(pack.folder));
    if (loaded.kind !== 'latent') throw new Error('not a latent pack');
    const networks = new LatentNetworks(loaded.description, loaded.source, createTestRuntime());
    const { shape, data } = golden.float('mode.latent');
    const [, channels = 0, height = 0, width = 0] = shape;
    const latent = { channels, height, width, data };
    const texts = golden.float('text_embeds');
    const { latent_tiled_size: tile, latent_tiled_overlap: overlap } = golden.settings.settings;
    const plan = officialPlan(width, height, tile, overlap);
    const noise = await collectTiled(
      {
        channels,
        unit: 1,
        run: (area) =>
          networks.predictNoise(cropPlanes(latent, area), { dims: texts.shape, data: texts.data }),
      },
      plan,
      new AreaLimit(),
    );
    await networks.release();
    const deviation = relativeL2(noise.data, golden.float('mode.noise_pred').data);
    note(name, `noise_pred, ${countTiles(plan)} tiles`, deviation.toExponential(1));
    expect(deviation).toBeLessThanOrEqual(RELATIVE_L2);
  });

  describe.each(COLOUR_FIXES)('colour fix %s', (fix) => {
    it.each(CASES)('%s: the picture', async (name) => {
      const golden = await loadGoldenCase(name);
      const expected = await codec.decode(
        await readFile(golden.path(`mode.${GOLDEN_FIX_NAMES[fix]}.png`)),
      );
      const { bytes } = await run(engine, golden.path('input.png'), golden.settings, fix);
      const { mean, largest } = byteDifferences(await codec.decode(bytes), expected);
      note(name, `picture, ${fix}`, `mean ${mean.toExponential(1)}, max ${largest}`);
      expect(largest).toBeLessThanOrEqual(PNG_MAX[fix]);
      expect(mean).toBeLessThanOrEqual(PNG_MEAN);
    });
  });
});

describe.skipIf(GOLDEN === null)(`the miniature pack, in fp16 on the CPU${GOLDEN_NOTE}`, () => {
  it.each(['plain', 'tiled_thin'] as const)('%s: every stage and the picture', async (name) => {
    const pack = await convertGoldenModel('fp16');
    const engine = await createNodeEngine(pack.folder);
    const golden = await loadGoldenCase(name);
    const { bytes, stages } = await run(engine, golden.path('input.png'), golden.settings, 'none');
    await engine.dispose();
    await pack.remove();
    for (const stage of STAGES) {
      const key = stage === 'text_embeds' ? stage : `mode.${stage}`;
      if (!golden.has(key)) continue;
      const deviation = relativeL2(stages[stage]!.data as Float32Array, golden.float(key).data);
      note(name, `${stage}, fp16`, deviation.toExponential(1));
      expect(deviation, stage).toBeLessThanOrEqual(FP16_RELATIVE_L2[stage]);
    }
    const expected = await codec.decode(await readFile(golden.path('mode.nofix.png')));
    const { mean, largest } = byteDifferences(await codec.decode(bytes), expected);
    note(name, 'picture, none, fp16', `mean ${mean.toExponential(1)}, max ${largest}`);
    expect(mean).toBeLessThanOrEqual(FP16_PNG_MEAN);
  });
});

function dropAlpha({ data }: Raster): Uint8Array {
  return Uint8Array.from(data.filter((_, index) => index % 4 !== 3));
}

async function run(
  engine: Engine,
  input: string,
  { upscale, caption, user_prompt, process_size, settings }: GoldenSettings,
  colourFix: EnhanceOptions['colourFix'],
): Promise<{ readonly bytes: Uint8Array; readonly stages: StageDump }> {
  let stages: StageDump | undefined;
  const { bytes } = await engine.enhance(
    await readFile(input),
    {
      scale: upscale,
      maxSidePx: MAX_RESULT_SIDE_PX,
      format: 'png',
      caption,
      prompt: user_prompt,
      processSize: process_size,
      tiling: 'official',
      latentTile: settings.latent_tiled_size,
      latentOverlap: settings.latent_tiled_overlap,
      colourFix,
      outputSize: 'network',
    },
    {
      onDump: (made) => {
        stages = made;
      },
    },
  );
  return { bytes, stages: stages! };
}
