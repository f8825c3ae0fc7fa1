/** A model of a few thousand weights that only has the right layout, so no golden data is needed. */
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { TensorMap } from '../../../../models/convert/checkpoint/tensor';
import { parseTextConfig } from '../../../../models/convert/configs/text-config';
import { parseUnetConfig } from '../../../../models/convert/configs/unet-config';
import { parseVaeConfig } from '../../../../models/convert/configs/vae-config';
import { osediffGraphs, type OsediffParts } from '../../../../models/convert/graphs/osediff-graphs';
import { crossAttentionGraph } from '../../../../models/convert/graphs/cross-attention';
import { textEncoderGraph } from '../../../../models/convert/graphs/text-encoder';
import { unetGraph } from '../../../../models/convert/graphs/unet';
import { vaeDecoderGraph } from '../../../../models/convert/graphs/vae-decoder';
import { vaeEncoderGraph } from '../../../../models/convert/graphs/vae-encoder';
import { encodeWholeModel } from '../../../../models/convert/onnx/encode-model';
import type { GraphSpec } from '../../../../models/convert/onnx/graph-spec';
import { OnestepError } from '../../../../src/shared/errors';
import { AnyWeights } from './any-weights';
import { SD15_UNET, SD21_SCHEDULER, SD21_TEXT, SD21_UNET, SD21_VAE } from './configs';
import { tensor, tensorMap } from './sources';

const TOKENS = 5;

const CONFIGS = {
  unet: {
    ...SD21_UNET,
    block_out_channels: [8, 8, 16, 16],
    attention_head_dim: [1, 2, 4, 4],
    cross_attention_dim: 12,
    norm_num_groups: 4,
  },
  vae: { ...SD21_VAE, block_out_channels: [4, 4, 8, 8], norm_num_groups: 4 },
  textEncoder: {
    ...SD21_TEXT,
    hidden_size: 12,
    intermediate_size: 24,
    max_position_embeddings: TOKENS,
    num_attention_heads: 2,
    num_hidden_layers: 2,
    vocab_size: 30,
  },
  scheduler: SD21_SCHEDULER,
};

function layoutOf(...build: readonly ((weights: AnyWeights) => GraphSpec)[]): TensorMap {
  const weights = new AnyWeights();
  for (const each of build) each(weights);
  return weights.checkpoint();
}

function tinyParts(): OsediffParts {
  const vae = parseVaeConfig(CONFIGS.vae);
  const unet = parseUnetConfig(CONFIGS.unet);
  const none = new Map<string, never>();
  return {
    configs: CONFIGS,
    unet: layoutOf(
      (w) => crossAttentionGraph(unet, w, TOKENS),
      (w) => unetGraph(unet, w, { timestep: 999, tokens: TOKENS }),
    ),
    vae: layoutOf(
      (w) => vaeEncoderGraph(vae, w),
      (w) => vaeDecoderGraph(vae, w),
    ),
    textEncoder: layoutOf((w) => textEncoderGraph(parseTextConfig(CONFIGS.textEncoder), w)),
    adapter: { rankUnet: 1, rankVae: 1, unet: none, vae: none },
  };
}

type Tensors = Record<string, ort.Tensor>;

async function runAll(spec: GraphSpec, feeds: Tensors): Promise<Tensors> {
  const model = await encodeWholeModel(spec);
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  return { ...(await session.run(feeds)) };
}

async function run(spec: GraphSpec, feeds: Tensors): Promise<ort.Tensor> {
  const [result] = Object.values(await runAll(spec, feeds));
  return result!;
}

function waves(shape: number[]): ort.Tensor {
  const count = shape.reduce((product, side) => product * side, 1);
  return new ort.Tensor(
    'float32',
    Float32Array.from({ length: count }, (_, i) => Math.sin(i)),
    shape,
  );
}

function refusal(parts: OsediffParts): OnestepError {
  try {
    osediffGraphs(parts);
  } catch (error) {
    if (error instanceof OnestepError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('the graphs', () => {
  it('need every tensor of the checkpoint, and say which they do not', () => {
    const parts = tinyParts();
    expect(osediffGraphs(parts).unused).toEqual([]);
    const unet = new Map(parts.unet).set('extra.weight', tensor('extra.weight', [1]));
    expect(osediffGraphs({ ...parts, unet }).unused).toEqual(['unet: extra.weight']);
  });

  it.each([
    [1, 1],
    [2, 9],
    [7, 5],
    [16, 12],
  ])('take latents of %d × %d', async (height, width) => {
    const graphs = osediffGraphs(tinyParts());
    const text_embeds = waves([1, TOKENS, 12]);
    const latent = waves([1, 4, height, width]);
    const prompted = await runAll(graphs.crossAttention, { text_embeds });
    const noise = await run(graphs.unet, { latent, ...prompted });
    expect(noise.dims).toEqual([1, 4, height, width]);
    expect((noise.data as Float32Array).every(Number.isFinite)).toBe(true);
    const original = await run(graphs.step, { latent, noise_pred: noise });
    const { a, b } = graphs.oneStep;
    const [from, by] = [latent.data, noise.data] as [Float32Array, Float32Array];
    for (const [index, value] of (original.data as Float32Array).entries()) {
      expect(value).toBeCloseTo(a * from[index]! + b * by[index]!, 3);
    }
    const decoded = await run(graphs.decoder, { latent });
    expect(decoded.dims).toEqual([1, 3, 8 * height, 8 * width]);
    const encoded = await run(graphs.encoder, { image: decoded });
    expect(encoded.dims).toEqual([1, 4, height, width]);
  });

  it('let a token see those before it only', async () => {
    const { textEncoder } = osediffGraphs(tinyParts());
    const embed = async (...ids: readonly bigint[]) => {
      const token_ids = new ort.Tensor('int64', BigInt64Array.from(ids), [1, TOKENS]);
      return (await run(textEncoder, { token_ids })).data as Float32Array;
    };
    const [a, b] = [await embed(3n, 4n, 5n, 6n, 7n), await embed(3n, 4n, 5n, 6n, 8n)];
    const before = 4 * 12;
    expect(a.slice(0, before)).toEqual(b.slice(0, before));
    expect(a.slice(before)).not.toEqual(b.slice(before));
  });

  it('have the adapter in them', async () => {
    const parts = tinyParts();
    const adapter = tensorMap(
      tensor('conv_in.lora_A.x.weight', [1, 4, 3, 3]),
      tensor('conv_in.lora_B.x.weight', [8, 1, 1, 1]),
    );
    const adapted = osediffGraphs({ ...parts, adapter: { ...parts.adapter, unet: adapter } });
    const read = async ({ unet }: { unet: GraphSpec }, name: string) =>
      (await unet.initializers.find((each) => each.name === name)!.load())[37];
    // Element (1, 0, 0, 1): 8 / rank · B[1] · A[0, 0, 1].
    const base = await read(osediffGraphs(parts), 'conv_in.weight');
    expect(Number(await read(adapted, 'conv_in.weight')) - Number(base)).toBeCloseTo(8, 5);
  });
});

describe('what does not belong together is refused', () => {
  it('a missing tensor, by name', () => {
    const parts = tinyParts();
    const unet = new Map(parts.unet);
    unet.delete('mid_block.attentions.0.proj_in.weight');
    expect(refusal({ ...parts, unet }).details['key']).toBe(
      'mid_block.attentions.0.proj_in.weight',
    );
  });

  it('Stable Diffusion 1.5', () => {
    const parts = tinyParts();
    const error = refusal({ ...parts, configs: { ...CONFIGS, unet: SD15_UNET } });
    expect(error.code).toBe('checkpoint-unsupported');
    expect(error.details['reason']).toMatch(/1\.x/);
  });

  it('a text encoder of another width', () => {
    const textEncoder = { ...CONFIGS.textEncoder, hidden_size: 16 };
    const error = refusal({ ...tinyParts(), configs: { ...CONFIGS, textEncoder } });
    expect(error.details['reason']).toMatch(/16 wide and its UNet expects 12/);
  });

  it('weights of another size than their configuration', () => {
    const unet = { ...CONFIGS.unet, block_out_channels: [8, 8, 16, 32] };
    const error = refusal({ ...tinyParts(), configs: { ...CONFIGS, unet } });
    expect(error.code).toBe('checkpoint-unsupported');
    expect(error.details['reason']).toMatch(/asks for/);
  });
});
