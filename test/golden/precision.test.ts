/**
 * What each precision costs: the golden model is converted and every stage is fed with the golden
 * input of that stage, on onnxruntime-node's CPU provider. Prints the table of docs/performance.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertOsediff } from '../../models/convert/convert-osediff';
import { openFileSource } from '../../models/convert/node/file-source';
import { createFolderRunner } from '../../models/convert/node/folder-runner';
import { createFolderSink } from '../../models/convert/node/folder-sink';
import { openFolderSource } from '../../models/convert/node/folder-source';
import { PRECISIONS, type Precision } from '../../models/convert/precision/stored-graph';
import { openPromptedUnet } from '../../src/inference/latent/prompted-unet';
import type { FloatTensor, GraphSession } from '../../src/inference/runtime/graph-session';
import {
  GOLDEN,
  GOLDEN_ADAPTER,
  GOLDEN_MODEL,
  GOLDEN_NOTE,
  loadGoldenCase,
  readGoldenPicture,
  relativeL2,
  type GoldenCase,
} from '../support/golden';

/** Those without tiles, whose stages are single runs. */
const CASES = ['debug', 'plain', 'nonmultiple', 'tinyinput'] as const;
const STAGES = ['text_embeds', 'latent', 'noise_pred', 'x0', 'decoded', 'end to end'] as const;
type Stage = (typeof STAGES)[number];
type Deviations = Record<Stage, number>;

/**
 * Largest relative L2 that is accepted. The miniature's random weights are the hard case for
 * integers: nothing in them is redundant, and blocks of 32 span all of its channels.
 */
const LIMITS: Readonly<Record<Precision, Deviations>> = {
  fp32: limits(5e-5, 5e-5, 5e-5, 5e-5, 5e-5, 5e-5),
  fp16: limits(1e-2, 1e-2, 3e-2, 3e-2, 3e-2, 3e-2),
  int8: limits(4e-2, 6e-2, 6e-2, 6e-2, 2e-2, 0.2),
  int4: limits(4e-2, 6e-2, 0.7, 0.7, 2e-2, 0.6),
};

describe.skipIf(GOLDEN === null)(`relative L2 by stage${GOLDEN_NOTE}`, () => {
  const table: string[] = [];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onestep-precision-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    process.stdout.write(
      [['precision', ...STAGES].join(' | '), ...table].map((line) => `| ${line} |\n`).join(''),
    );
  });

  it.each(PRECISIONS)('%s', async (precision) => {
    const run = await openPack(join(folder, precision), precision);
    const most: Deviations = limits(0, 0, 0, 0, 0, 0);
    try {
      for (const name of CASES) {
        const found = await measure(run, await loadGoldenCase(name));
        for (const stage of STAGES) most[stage] = Math.max(most[stage], found[stage]);
      }
    } finally {
      await run.release();
    }
    const figures = STAGES.map((stage) => most[stage].toExponential(1));
    table.push([precision, ...figures].join(' | '));
    for (const stage of STAGES) {
      expect(most[stage], stage).toBeLessThanOrEqual(LIMITS[precision][stage]);
    }
  });
});

interface PackRun {
  readonly sessions: Readonly<
    Record<'textEncoder' | 'encoder' | 'unet' | 'step' | 'decoder', GraphSession>
  >;
  release(): Promise<void>;
}

async function openPack(folder: string, precision: Precision): Promise<PackRun> {
  const runner = createFolderRunner(folder);
  const { description } = await convertOsediff({
    base: await openFolderSource(GOLDEN_MODEL),
    adapter: await openFileSource(GOLDEN_ADAPTER),
    precision,
    sink: createFolderSink(folder),
    runner,
  });
  const { textEncoder, encoder, crossAttention, unet, step, decoder } = description.graphs;
  const sessions = {
    textEncoder: await runner.open(textEncoder),
    encoder: await runner.open(encoder),
    unet: await openPromptedUnet(
      () => runner.open(unet),
      () => runner.open(crossAttention),
    ),
    step: await runner.open(step),
    decoder: await runner.open(decoder),
  };
  return {
    sessions,
    async release() {
      for (const session of Object.values(sessions)) await session.release();
    },
  };
}

async function measure({ sessions }: PackRun, golden: GoldenCase): Promise<Deviations> {
  const tensor = (name: string): FloatTensor => {
    const { shape, data } = golden.float(name);
    return { dims: shape, data };
  };
  const { shape, data: ids } = golden.int('token_ids');
  const preprocessed = await readGoldenPicture(golden.path('preprocessed.png'));
  const picture = { dims: preprocessed.shape, data: preprocessed.data };
  const [embeds, latent] = [tensor('text_embeds'), tensor('mode.latent')];
  const step = (from: FloatTensor, noise: FloatTensor) => sessions.step.run([from, noise]);
  const ownEmbeds = await sessions.textEncoder.run([{ dims: shape, data: ids }]);
  const ownLatent = await sessions.encoder.run([picture]);
  const noise = await sessions.unet.run([latent, embeds]);
  const decoded = await sessions.decoder.run([tensor('mode.x0')]);
  const ownNoise = await sessions.unet.run([ownLatent, ownEmbeds]);
  const ownDecoded = await sessions.decoder.run([await step(ownLatent, ownNoise)]);
  return {
    text_embeds: relativeL2(ownEmbeds.data, embeds.data),
    latent: relativeL2(ownLatent.data, latent.data),
    noise_pred: relativeL2(noise.data, tensor('mode.noise_pred').data),
    x0: relativeL2((await step(latent, noise)).data, tensor('mode.x0').data),
    decoded: relativeL2(decoded.data, tensor('mode.decoded').data),
    'end to end': relativeL2(ownDecoded.data, tensor('mode.decoded').data),
  };
}

function limits(
  ...[text, latent, noise, x0, decoded, whole]: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
): Deviations {
  return { text_embeds: text, latent, noise_pred: noise, x0, decoded, 'end to end': whole };
}
