import type { VaeConfig } from '../configs/vae-config';
import { GraphBuilder, type Value } from '../onnx/graph-builder';
import type { GraphSpec } from '../onnx/graph-spec';
import { scaled } from './derived-weights';
import { conv3x3, groupNorm, type Scope } from './layers';
import { resnet } from './resnet';
import { vaeMiddle, vaeNorm } from './vae-blocks';
import type { Weights } from './weights';

/**
 * Latent → picture: `latent` (1, 4, h, w), as the UNet's scale has it (it is divided by the scaling
 * factor inside), → `decoded` (1, 3, 8·h, 8·w), about [−1, 1], not clamped.
 */
export function vaeDecoderGraph(config: VaeConfig, weights: Weights): GraphSpec {
  const graph = new GraphBuilder('vae_decoder');
  const scope: Scope = { graph, weights };
  const norm = vaeNorm(config.groups);
  const { latentChannels, layersPerBlock, scalingFactor } = config;
  const widths = [...config.widths].reverse();
  const last = widths.length - 1;

  const latent = graph.input({
    name: 'latent',
    type: 'float',
    shape: [1, latentChannels, 'latent_height', 'latent_width'],
  });
  let x: Value = graph.conv(
    'post_quant_conv',
    latent,
    scaled(
      weights.get('post_quant_conv.weight', [latentChannels, latentChannels, 1, 1]),
      1 / scalingFactor,
    ),
    weights.get('post_quant_conv.bias', [latentChannels]),
    { keepPrecision: true },
  );
  let channels = widths[0]!;
  x = conv3x3(scope, 'decoder.conv_in', x, latentChannels, channels, { keepPrecision: true });
  x = vaeMiddle(scope, 'decoder.mid_block', x, channels, norm);
  for (const [level, width] of widths.entries()) {
    const path = `decoder.up_blocks.${level}`;
    // One block more than the encoder has.
    for (let layer = 0; layer <= layersPerBlock; layer++) {
      x = resnet(scope, `${path}.resnets.${layer}`, x, channels, width, norm);
      channels = width;
    }
    if (level < last) {
      const upsampler = `${path}.upsamplers.0`;
      x = conv3x3(scope, `${upsampler}.conv`, graph.enlargeTwice(upsampler, x), width, width);
    }
  }
  x = graph.silu(
    'decoder.conv_norm_out',
    groupNorm(scope, 'decoder.conv_norm_out', x, channels, norm),
  );
  const decoded = conv3x3(scope, 'decoder.conv_out', x, channels, config.imageChannels, {
    keepPrecision: true,
  });
  graph.output(decoded, {
    name: 'decoded',
    type: 'float',
    shape: [1, config.imageChannels, 'height', 'width'],
  });
  return graph.build();
}
