/** How large the packs of Stable Diffusion 2.1 base are, without any weights; prints the table. */
import { afterAll, expect, it } from 'vitest';
import { parseTextConfig } from '../../../../models/convert/configs/text-config';
import { parseUnetConfig } from '../../../../models/convert/configs/unet-config';
import { parseVaeConfig } from '../../../../models/convert/configs/vae-config';
import {
  GRAPH_NAMES,
  graphPrecision,
  type GraphName,
} from '../../../../models/convert/convert-osediff';
import { crossAttentionGraph } from '../../../../models/convert/graphs/cross-attention';
import { stepGraph } from '../../../../models/convert/graphs/step';
import { textEncoderGraph } from '../../../../models/convert/graphs/text-encoder';
import { unetGraph } from '../../../../models/convert/graphs/unet';
import { vaeDecoderGraph } from '../../../../models/convert/graphs/vae-decoder';
import { vaeEncoderGraph } from '../../../../models/convert/graphs/vae-encoder';
import { Weights } from '../../../../models/convert/graphs/weights';
import type { WeightSource } from '../../../../models/convert/onnx/graph-builder';
import type { GraphSpec } from '../../../../models/convert/onnx/graph-spec';
import { applyPrecision } from '../../../../models/convert/precision/apply-precision';
import {
  PRECISIONS,
  weightBytes,
  type Precision,
} from '../../../../models/convert/precision/stored-graph';
import { SD21_TEXT, SD21_UNET, SD21_VAE } from '../graphs/configs';

class AnyWeights extends Weights {
  override get(name: string, shape: readonly number[]): WeightSource {
    return { name, shape, load: () => Promise.reject(new Error('not read')) };
  }
}

const weights = new AnyWeights(new Map(), 'test');
const vae = parseVaeConfig(SD21_VAE);
const unet = parseUnetConfig(SD21_UNET);
const SPECS: Readonly<Record<GraphName, GraphSpec>> = {
  textEncoder: textEncoderGraph(parseTextConfig(SD21_TEXT), weights),
  encoder: vaeEncoderGraph(vae, weights),
  crossAttention: crossAttentionGraph(unet, weights, 77),
  unet: unetGraph(unet, weights, { timestep: 999, tokens: 77 }),
  step: stepGraph({ a: 1, b: -1 }, vae.latentChannels),
  decoder: vaeDecoderGraph(vae, weights),
};

/** In million bytes. */
const WHOLE: Readonly<Record<Precision, number>> = {
  fp32: 5067,
  fp16: 2533,
  int8: 1490,
  int4: 1070,
};

const table: string[] = [];
afterAll(() => {
  process.stdout.write(`precision, MB: ${GRAPH_NAMES.join(', ')}, whole\n${table.join('\n')}\n`);
});

it.each(PRECISIONS)('%s', (precision) => {
  const sizes = GRAPH_NAMES.map(
    (name) =>
      weightBytes(applyPrecision(SPECS[name], graphPrecision(name, precision), () => undefined)) /
      1e6,
  );
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  table.push([precision, ...[...sizes, whole].map((size) => size.toFixed(0))].join(', '));
  expect(whole / WHOLE[precision]).toBeCloseTo(1, 1);
});
