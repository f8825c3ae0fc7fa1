import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseTextConfig } from '../../../models/convert/configs/text-config';
import { parseUnetConfig } from '../../../models/convert/configs/unet-config';
import { parseVaeConfig } from '../../../models/convert/configs/vae-config';
import { crossAttentionGraph } from '../../../models/convert/graphs/cross-attention';
import { textEncoderGraph } from '../../../models/convert/graphs/text-encoder';
import { unetGraph } from '../../../models/convert/graphs/unet';
import { vaeDecoderGraph } from '../../../models/convert/graphs/vae-decoder';
import { vaeEncoderGraph } from '../../../models/convert/graphs/vae-encoder';
import { Weights } from '../../../models/convert/graphs/weights';
import { encodeModel } from '../../../models/convert/onnx/encode-model';
import type { WeightSource } from '../../../models/convert/onnx/graph-builder';
import type { GraphSpec } from '../../../models/convert/onnx/graph-spec';
import { applyPrecision } from '../../../models/convert/precision/apply-precision';
import { PRECISIONS } from '../../../models/convert/precision/stored-graph';
import { countMacs } from '../../bench/speed/macs/count-macs';
import { readGraph } from '../../bench/speed/macs/read-graph';
import { SD21_TEXT, SD21_UNET, SD21_VAE } from '../convert/graphs/configs';

class AnyWeights extends Weights {
  override get(name: string, shape: readonly number[]): WeightSource {
    return { name, shape, load: () => Promise.reject(new Error('not read')) };
  }
}
const weights = new AnyWeights(new Map(), 'test');
const vae = parseVaeConfig(SD21_VAE);

/** The value of an open dimension for a tile of 512 px. */
function sideOf(side: number | string): number {
  if (typeof side === 'number') return side;
  return side.startsWith('latent') ? 64 : 512;
}

/** A file without its weights, which the counting does not need. */
async function fileOf(spec: GraphSpec, precision: (typeof PRECISIONS)[number]) {
  const stored = applyPrecision(spec, precision, () => undefined);
  const tensors = await Promise.all(
    stored.initializers.map(async ({ name, type, shape, byteLength, store }) => {
      const data =
        type === 'int64'
          ? ({ kind: 'inline', bytes: await store() } as const)
          : ({ kind: 'external', location: 'weights', offset: 0, length: byteLength } as const);
      return { name, type, shape, data };
    }),
  );
  return encodeModel(stored, tensors, 21);
}

// The reference is a count by layer of the published networks (thop's, and attention).
describe.each(PRECISIONS)('the networks of Stable Diffusion 2.1 base at 512², %s', (precision) => {
  const macs = async (spec: GraphSpec): Promise<number> => {
    const inputs = spec.inputs.map(({ name, shape }) => [name, shape.map(sideOf)] as const);
    return countMacs(readGraph(await fileOf(spec, precision)), new Map(inputs)) / 1e9;
  };

  it.each([
    ['text encoder', textEncoderGraph(parseTextConfig(SD21_TEXT), weights), 22.6],
    ['encoder', vaeEncoderGraph(vae, weights), 558.3],
    ['decoder', vaeDecoderGraph(vae, weights), 1257.3],
  ])('%s', async (_, spec, expected) => {
    expect(await macs(spec)).toBeCloseTo(expected, 0);
  });

  it('UNet, with what it reads of the prompt', async () => {
    const config = parseUnetConfig(SD21_UNET);
    const prompt = crossAttentionGraph(config, weights, 77);
    const unet = unetGraph(config, weights, { timestep: 999, tokens: 77 });
    expect((await macs(prompt)) + (await macs(unet))).toBeCloseTo(402.1, 0);
  });
});

describe('the embedded network', () => {
  it('costs the same for each pixel', async () => {
    const graph = readGraph(await readFile('models/compact/compact.onnx'));
    const macs = (side: number) =>
      countMacs(
        graph,
        new Map([
          ['image', [1, 3, side, side]],
          ['condition', [1, 12]],
        ]),
      );
    expect(macs(256) / 256 ** 2).toBeCloseTo(macs(64) / 64 ** 2, -2);
    expect(macs(64) / 64 ** 2).toBeGreaterThan(50_000);
  });

  it('says which input has no shape', async () => {
    const graph = readGraph(await readFile('models/compact/compact.onnx'));
    expect(() => countMacs(graph, new Map())).toThrow('No shape was given for the input image.');
  });
});
