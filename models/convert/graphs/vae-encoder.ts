import type { VaeConfig } from '../configs/vae-config';
import { GraphBuilder, type Value } from '../onnx/graph-builder';
import type { GraphSpec } from '../onnx/graph-spec';
import { scaled, sliceRows } from './derived-weights';
import { conv3x3, groupNorm, type Scope } from './layers';
import { resnet } from './resnet';
import { vaeMiddle, vaeNorm } from './vae-blocks';
import type { Weights } from './weights';

/** A zero row below and a zero column to the right, as diffusers pads before it halves. */
const HALVING_PADS = [0, 0, 1, 1] as const;

/**
 * Picture → latent: `image` (1, 3, height, width) in [−1, 1], sides multiples of 8, → `latent`
 * (1, 4, height/8, width/8), the mean of the posterior times the scaling factor. The variance is
 * left out, so the result is deterministic.
 *
 * @param weights of the VAE with its adapter merged, in today's names
 */
export function vaeEncoderGraph(config: VaeConfig, weights: Weights): GraphSpec {
  const graph = new GraphBuilder('vae_encoder');
  const scope: Scope = { graph, weights };
  const norm = vaeNorm(config.groups);
  const { widths, layersPerBlock, latentChannels, scalingFactor } = config;
  const last = widths.length - 1;

  const image = graph.input({
    name: 'image',
    type: 'float',
    shape: [1, config.imageChannels, 'height', 'width'],
  });
  let x: Value = conv3x3(scope, 'encoder.conv_in', image, config.imageChannels, widths[0]!, {
    keepPrecision: true,
  });
  let channels = widths[0]!;
  for (const [level, width] of widths.entries()) {
    const path = `encoder.down_blocks.${level}`;
    for (let layer = 0; layer < layersPerBlock; layer++) {
      x = resnet(scope, `${path}.resnets.${layer}`, x, channels, width, norm);
      channels = width;
    }
    if (level < last) {
      const options = { stride: 2, pads: HALVING_PADS };
      x = conv3x3(scope, `${path}.downsamplers.0.conv`, x, width, width, options);
    }
  }
  x = vaeMiddle(scope, 'encoder.mid_block', x, channels, norm);
  x = graph.silu(
    'encoder.conv_norm_out',
    groupNorm(scope, 'encoder.conv_norm_out', x, channels, norm),
  );
  // Mean and log-variance, one after the other.
  const moments = 2 * latentChannels;
  x = conv3x3(scope, 'encoder.conv_out', x, channels, moments, { keepPrecision: true });

  const meanOf = (key: string, shape: readonly number[]) =>
    scaled(sliceRows(weights.get(key, shape), key, 0, latentChannels), scalingFactor);
  const latent = graph.conv(
    'quant_conv',
    x,
    meanOf('quant_conv.weight', [moments, moments, 1, 1]),
    meanOf('quant_conv.bias', [moments]),
    { keepPrecision: true },
  );
  graph.output(latent, {
    name: 'latent',
    type: 'float',
    shape: [1, latentChannels, 'latent_height', 'latent_width'],
  });
  // WebGPU kernels sum in the type of their inputs: in half precision the latent would be off by up to
  // 2.4 %, and the one step multiplies it by 14.6 (docs/performance.md).
  return { ...graph.build(), float32Ops: ['Conv'] };
}
