/**
 * Each stage of the converted miniature model on onnxruntime-node's WebGPU provider, fed with the
 * golden input of that stage: fp16 packs against the official code, integer packs against the CPU.
 * Prints the figures of docs/performance.md. Skips where there is no Vulkan driver with fp16.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphName } from '../../models/convert/convert-osediff';
import type { Raster } from '../../src/inference/image/raster';
import { createNodeCodec } from '../../src/inference/node/codec';
import { createFolderSource } from '../../src/inference/node/pack-source';
import { createNodeRuntime } from '../../src/inference/node/runtime';
import type { LatentPack } from '../../src/inference/pack/latent-schema';
import { loadPack } from '../../src/inference/pack/load-pack';
import { createEngine } from '../../src/inference/pipeline/create-engine';
import {
  GOLDEN,
  GOLDEN_NOTE,
  loadGoldenCase,
  readGoldenPicture,
  relativeL2,
  type GoldenCase,
} from '../support/golden';
import {
  startGraphChild,
  type ChildAnswer,
  type ChildAnswers,
  type ChildTensor,
  type GraphChild,
} from '../support/graph-child';
import { loadGoldenGraphs } from '../support/golden-graphs';
import { findWebgpuDevice } from '../support/webgpu-device';
import { byteDifferences } from './byte-differences';
import { convertGoldenModel } from './mini-pack';

const CASES = ['debug', 'plain'] as const;
type Stage = 'text_embeds' | 'latent' | 'noise_pred' | 'x0' | 'decoded';
type Answers = Readonly<Record<Stage, Float32Array>>;

/** Relative L2 that the README of the golden data allows a port in fp16. */
const FP16_LIMITS: Readonly<Record<Stage, number>> = {
  text_embeds: 1e-2,
  latent: 1e-2,
  noise_pred: 3e-2,
  x0: 3e-2,
  decoded: 3e-2,
};
/** Of integer packs, between providers: both compute in float32. */
const INTEGER_LIMIT = 1e-2;
/** Shaders are built in the first run, minutes on a software adapter; drivers cache them. */
const RUN_LIMIT_MS = 300_000;
const TEST_LIMIT_MS = 4 * RUN_LIMIT_MS;

const PICTURES = [
  { name: 'debug' },
  { name: 'plain' },
  { name: 'debug', latentTile: 8, latentOverlap: 2 },
  { name: 'debug' },
] as const;
/** In levels: a value may tip over at the boundary of two. */
const ENGINE_DIFFERENCE = 2;

const codec = createNodeCodec();
const device = GOLDEN === null ? ({ present: false, note: '' } as const) : await findWebgpuDevice();

describe.skipIf(!device.present)(`the WebGPU provider${GOLDEN_NOTE}${device.note}`, () => {
  const figures: Record<string, string>[] = [];
  const cpuNodes: string[] = [];
  let child: GraphChild;

  beforeAll(async () => {
    if (device.present && !device.attentionWorks) cpuNodes.push(...(await attentionNodes()));
    child = startGraphChild();
  });
  afterAll(() => {
    child?.stop();
    // eslint-disable-next-line no-console -- the figures are what the test is for
    if (figures.length > 0) console.table(figures);
  });

  it(
    'fp16 against the official code',
    async () => {
      await withPack('fp16', async (pack) => {
        for (const name of CASES) {
          const golden = await loadGoldenCase(name);
          const found = await pack.answers(golden, 'webgpu');
          const deviations = compare(found, expectedAnswers(golden));
          report(`fp16, ${name}, against the official code`, deviations);
          for (const [stage, deviation] of deviations) {
            expect.soft(deviation, `${name}: ${stage}`).toBeLessThanOrEqual(FP16_LIMITS[stage]);
          }
        }
      });
    },
    TEST_LIMIT_MS,
  );

  it.each(['int8', 'int4'] as const)(
    '%s against the CPU',
    async (precision) => {
      await withPack(precision, async (pack) => {
        for (const name of CASES) {
          const golden = await loadGoldenCase(name);
          const found = await pack.answers(golden, 'webgpu');
          const deviations = compare(found, await pack.answers(golden, 'cpu'));
          report(`${precision}, ${name}, against the CPU`, deviations);
          for (const [stage, deviation] of deviations) {
            expect.soft(deviation, `${name}: ${stage}`).toBeLessThanOrEqual(INTEGER_LIMIT);
          }
        }
      });
    },
    TEST_LIMIT_MS,
  );

  it(
    'the whole engine against the CPU, for pictures of one tile and of several, of changing sizes',
    async () => {
      const { folder, remove } = await convertGoldenModel();
      try {
        const [byGpu, byCpu] = [
          await enhanceAll(folder, 'webgpu'),
          await enhanceAll(folder, 'cpu'),
        ];
        for (const [index, found] of byGpu.entries()) {
          const { largest } = byteDifferences(found, byCpu[index]!);
          expect(largest, PICTURES[index]!.name).toBeLessThanOrEqual(ENGINE_DIFFERENCE);
        }
      } finally {
        await remove();
      }
    },
    TEST_LIMIT_MS,
  );

  /** One after the other on one engine, which goes from GPU to host and back on the way. */
  async function enhanceAll(folder: string, device: 'cpu' | 'webgpu'): Promise<Raster[]> {
    const runtime = await createNodeRuntime({ device, cpuNodes });
    const engine = await createEngine(await loadPack(createFolderSource(folder)), runtime, codec);
    const pictures: Raster[] = [];
    for (const { name, ...tiling } of PICTURES) {
      const { path, settings } = await loadGoldenCase(name);
      const { process_size: processSize, upscale: scale } = settings;
      const sizes = { scale, processSize, maxSidePx: 4096 } as const;
      const options = { ...sizes, ...tiling, colourFix: 'none', format: 'png' } as const;
      const { bytes } = await engine.enhance(await readFile(path('input.png')), options);
      pictures.push(await codec.decode(bytes));
    }
    await engine.dispose();
    return pictures;
  }

  interface OpenPack {
    answers(golden: GoldenCase, provider: 'cpu' | 'webgpu'): Promise<Answers>;
  }

  async function withPack(
    precision: 'fp16' | 'int8' | 'int4',
    use: (pack: OpenPack) => Promise<void>,
  ): Promise<void> {
    const { folder, remove } = await convertGoldenModel(precision);
    try {
      const text = await readFile(join(folder, 'pack.json'), 'utf8');
      const description = JSON.parse(text) as LatentPack;
      await use({
        answers: (golden, provider) => runStages(folder, description, golden, provider),
      });
    } finally {
      await remove();
    }
  }

  async function runStages(
    folder: string,
    { graphs, constants }: LatentPack,
    golden: GoldenCase,
    provider: 'cpu' | 'webgpu',
  ): Promise<Answers> {
    const latent = floats(golden.float('mode.latent'));
    const [, , latentHeight = 0, latentWidth = 0] = latent.dims;
    const dimensions = {
      height: latentHeight * constants.downscale,
      width: latentWidth * constants.downscale,
      latent_height: latentHeight,
      latent_width: latentWidth,
    };
    const runAll = (graph: GraphName, values: readonly ChildTensor[]): Promise<ChildAnswers> => {
      const { file, inputs } = graphs[graph];
      const feeds = Object.fromEntries(inputs.map((input, index) => [input, values[index]!]));
      const model = join(folder, file);
      const settings = { model, provider, cpuNodes, dimensions };
      return child.run(settings, feeds, RUN_LIMIT_MS);
    };
    const run = async (graph: GraphName, values: readonly ChildTensor[]): Promise<Float32Array> => {
      const answers = await runAll(graph, values);
      return answers[graphs[graph].outputs[0]!]!.data;
    };
    const { shape, data } = golden.int('token_ids');
    const prompted = await runAll('crossAttention', [floats(golden.float('text_embeds'))]);
    const noise = await run('unet', [
      latent,
      ...graphs.crossAttention.outputs.map((name) => asInput(prompted[name]!)),
    ]);
    return {
      text_embeds: await run('textEncoder', [{ type: 'int64', data, dims: shape }]),
      latent: await run('encoder', [
        floats(await readGoldenPicture(golden.path('preprocessed.png'))),
      ]),
      noise_pred: noise,
      x0: await run('step', [latent, { ...latent, data: noise }]),
      decoded: await run('decoder', [floats(golden.float('mode.x0'))]),
    };
  }

  function report(what: string, deviations: readonly (readonly [Stage, number])[]): void {
    const columns = deviations.map(([stage, deviation]) => [stage, deviation.toExponential(1)]);
    figures.push({ what, ...(Object.fromEntries(columns) as Record<string, string>) });
  }
});

async function attentionNodes(): Promise<string[]> {
  const { textEncoder, encoder, unet, decoder } = await loadGoldenGraphs();
  return [textEncoder, encoder, unet, decoder].flatMap(({ nodes }) =>
    nodes.filter(({ op }) => op === 'MultiHeadAttention').map(({ name }) => name),
  );
}

function expectedAnswers(golden: GoldenCase): Answers {
  return {
    text_embeds: golden.float('text_embeds').data,
    latent: golden.float('mode.latent').data,
    noise_pred: golden.float('mode.noise_pred').data,
    x0: golden.float('mode.x0').data,
    decoded: golden.float('mode.decoded').data,
  };
}

/** Relative L2 by stage. */
function compare(actual: Answers, expected: Answers): (readonly [Stage, number])[] {
  return (Object.keys(FP16_LIMITS) as Stage[]).map((stage) => [
    stage,
    relativeL2(actual[stage], expected[stage]),
  ]);
}

function asInput({ data, dims }: ChildAnswer): ChildTensor {
  return { type: 'float32', data, dims };
}

function floats({ shape, data }: ReturnType<GoldenCase['float']>): ChildTensor {
  return { type: 'float32', data, dims: shape };
}
