/** The graphs at the size of Stable Diffusion 2.1 base, without any weights. */
import { describe, expect, it } from 'vitest';
import { parseTextConfig } from '../../../../models/convert/configs/text-config';
import { parseUnetConfig } from '../../../../models/convert/configs/unet-config';
import { parseVaeConfig } from '../../../../models/convert/configs/vae-config';
import { crossAttentionGraph } from '../../../../models/convert/graphs/cross-attention';
import { textEncoderGraph } from '../../../../models/convert/graphs/text-encoder';
import { unetGraph } from '../../../../models/convert/graphs/unet';
import { vaeDecoderGraph } from '../../../../models/convert/graphs/vae-decoder';
import { vaeEncoderGraph } from '../../../../models/convert/graphs/vae-encoder';
import type { Weights } from '../../../../models/convert/graphs/weights';
import { describeGraph } from '../../../support/describe-graph';
import type { GraphSpec } from '../../../../models/convert/onnx/graph-spec';
import { AnyWeights } from './any-weights';
import { SD21_TEXT, SD21_UNET, SD21_VAE } from './configs';

/** Operators whose kernels on WebGPU were measured to be right, and the shape arithmetic. */
const ALLOWED = new Set([
  'Add',
  'Concat',
  'Conv',
  'Gather',
  'InstanceNormalization',
  'LayerNormalization',
  'MatMul',
  'Mul',
  'Reshape',
  'Resize',
  'Shape',
  'Sigmoid',
  'Transpose',
  'com.microsoft.Gelu',
  'com.microsoft.MultiHeadAttention',
]);

const vae = parseVaeConfig(SD21_VAE);
const unet = parseUnetConfig(SD21_UNET);
const UNET_RUN = { timestep: 999, tokens: 77 };
const GRAPHS: [name: string, millions: number, build: (weights: Weights) => GraphSpec][] = [
  ['text encoder', 340.388, (w) => textEncoderGraph(parseTextConfig(SD21_TEXT), w)],
  ['VAE encoder', 34.164, (w) => vaeEncoderGraph(vae, w)],
  ['UNet, what is the same for every tile', 25.559, (w) => crossAttentionGraph(unet, w, 77)],
  ['UNet, the rest', 840.352, (w) => unetGraph(unet, w, UNET_RUN)],
  ['VAE decoder', 49.49, (w) => vaeDecoderGraph(vae, w)],
];

it('has the UNet in two parts, of the published number of parameters together', () => {
  const weights = new AnyWeights();
  crossAttentionGraph(unet, weights, UNET_RUN.tokens);
  unetGraph(unet, weights, UNET_RUN);
  expect(weights.parameters / 1e6).toBeCloseTo(865.911, 3);
});

describe.each(GRAPHS)('%s of Stable Diffusion 2.1 base', (_, millions, build) => {
  it('takes the published number of parameters', () => {
    const weights = new AnyWeights();
    build(weights);
    expect(weights.parameters / 1e6).toBeCloseTo(millions, 3);
  });

  it('has only operators that run on WebGPU, each input made before it is used', () => {
    const spec = build(new AnyWeights());
    const { operators } = describeGraph(spec);
    expect([...operators.keys()].filter((op) => !ALLOWED.has(op))).toEqual([]);

    const known = new Set(['', ...[...spec.inputs, ...spec.initializers].map(({ name }) => name)]);
    for (const { inputs, outputs } of spec.nodes) {
      expect(inputs.filter((name) => !known.has(name))).toEqual([]);
      for (const name of outputs) known.add(name);
    }
    expect(spec.outputs.every(({ name }) => known.has(name))).toBe(true);
  });

  it('uses every initializer', () => {
    const spec = build(new AnyWeights());
    const used = new Set(spec.nodes.flatMap(({ inputs }) => inputs));
    expect(spec.initializers.filter(({ name }) => !used.has(name))).toEqual([]);
  });
});

it('folds the timestep: no layer of its embedding is left in the UNet', () => {
  const weights = new AnyWeights();
  const spec = unetGraph(unet, weights, UNET_RUN);
  const time = [...weights.shapes]
    .filter(([key]) => key.includes('time_emb'))
    .reduce((sum, [, shape]) => sum + shape.reduce((product, side) => product * side, 1), 0);
  expect(time).toBeGreaterThan(2e7);
  expect(describeGraph(spec).parameters).toBe(weights.parameters - time);
  expect(spec.nodes.filter(({ name }) => name.includes('time_emb'))).toEqual([]);
});
