/**
 * Each stage of the converted miniature model, in fp32 on onnxruntime's CPU provider, fed with the
 * golden input of that stage. The measured deviations are printed as a table.
 */
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphSpec } from '../../models/convert/onnx/graph-spec';
import { encodeWholeModel } from '../../models/convert/onnx/encode-model';
import {
  GOLDEN,
  GOLDEN_CASES,
  GOLDEN_NOTE,
  loadGoldenCase,
  maxDifference,
  readGoldenPicture,
  readGoldenSettings,
  relativeL2,
  type GoldenCase,
  type GoldenCaseName,
} from '../support/golden';
import { loadGoldenGraphs } from '../support/golden-graphs';

/** What the README of the golden data asks of a port in fp32. */
const TOLERANCE = 5e-5;

const STAGES = ['text_embeds', 'latent', 'noise_pred', 'decoded'] as const;
type Stage = (typeof STAGES)[number];

interface Deviation {
  readonly case: string;
  readonly stage: Stage;
  readonly relativeL2: string;
  readonly maxAbsolute: string;
}

/** Official VAE tiles share norm statistics, official latent tiles are blended: not one graph run. */
function stagesOf(name: GoldenCaseName): Stage[] {
  if (GOLDEN === null) return [...STAGES];
  const { tiled } = readGoldenSettings(name);
  const vaeTiled = tiled.vae_log.some((line) => line.includes('split to'));
  return STAGES.filter((stage) => {
    if (stage === 'noise_pred') return !tiled.latent;
    return stage === 'text_embeds' || !vaeTiled;
  });
}

describe.skipIf(GOLDEN === null)(`converted stages, fp32 on the CPU${GOLDEN_NOTE}`, () => {
  const deviations: Deviation[] = [];
  const sessions = new Map<Stage | 'crossAttention', ort.InferenceSession>();

  beforeAll(async () => {
    const graphs = await loadGoldenGraphs();
    const byStage: Record<Stage | 'crossAttention', GraphSpec> = {
      text_embeds: graphs.textEncoder,
      latent: graphs.encoder,
      crossAttention: graphs.crossAttention,
      noise_pred: graphs.unet,
      decoded: graphs.decoder,
    };
    for (const [stage, graph] of Object.entries(byStage)) {
      const model = await encodeWholeModel(graph);
      sessions.set(
        stage as Stage,
        await ort.InferenceSession.create(model, { logSeverityLevel: 3 }),
      );
    }
  });

  afterAll(async () => {
    for (const session of sessions.values()) await session.release();
    // eslint-disable-next-line no-console -- the figures are what the test is for
    console.table(deviations);
  });

  for (const name of GOLDEN_CASES) {
    for (const stage of stagesOf(name)) {
      it(`${name}: ${stage}`, async () => {
        const golden = await loadGoldenCase(name);
        const expected = await answerOf(stage, golden);
        const results = await sessions
          .get(stage)!
          .run(await inputsOf(stage, golden, sessions.get('crossAttention')!));
        const actual = results[stage]!;

        const deviation = relativeL2(actual.data as Float32Array, expected.data);
        deviations.push({
          case: name,
          stage,
          relativeL2: deviation.toExponential(1),
          maxAbsolute: maxDifference(actual.data as Float32Array, expected.data).toExponential(1),
        });
        expect(actual.dims).toEqual(expected.shape);
        expect(deviation).toBeLessThanOrEqual(TOLERANCE);
      });
    }
  }
});

async function inputsOf(
  stage: Stage,
  golden: GoldenCase,
  crossAttention: ort.InferenceSession,
): Promise<Record<string, ort.Tensor>> {
  const float = (name: string): ort.Tensor => {
    const { shape, data } = golden.float(name);
    return new ort.Tensor('float32', data, shape);
  };
  switch (stage) {
    case 'text_embeds': {
      const { shape, data } = golden.int('token_ids');
      return { token_ids: new ort.Tensor('int64', data, shape) };
    }
    case 'latent': {
      const { shape, data } = await readGoldenPicture(golden.path('preprocessed.png'));
      return { image: new ort.Tensor('float32', data, shape) };
    }
    case 'noise_pred':
      return {
        latent: float('mode.latent'),
        ...(await crossAttention.run({ text_embeds: float('text_embeds') })),
      };
    case 'decoded': {
      // Cases whose decoder was run for `sample` only have that pair.
      return { latent: float(`${decodedRun(golden)}.x0`) };
    }
  }
}

async function answerOf(stage: Stage, golden: GoldenCase) {
  switch (stage) {
    case 'text_embeds':
      return golden.float('text_embeds');
    case 'decoded':
      return golden.float(`${decodedRun(golden)}.decoded`);
    default:
      return golden.float(`mode.${stage}`);
  }
}

function decodedRun(golden: GoldenCase): 'mode' | 'sample' {
  return golden.has('mode.decoded') ? 'mode' : 'sample';
}
