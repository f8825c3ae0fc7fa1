import type { UnetConfig } from '../configs/unet-config';
import { GraphBuilder, type Value } from '../onnx/graph-builder';
import type { GraphSpec } from '../onnx/graph-spec';
import { promptAttentions, promptKeyInfos, type PromptKeys } from './cross-attention';
import { conv3x3, groupNorm, type Scope } from './layers';
import { resnet } from './resnet';
import { timeFold } from './time-embedding';
import { transformer } from './transformer';
import type { Weights } from './weights';

/** An activation that is kept for the way up, with its width. */
interface Skip {
  readonly value: Value;
  readonly channels: number;
}

/** What is the same in every run of the graph. */
export interface UnetRun {
  /** 0..999; it becomes part of the biases. */
  readonly timestep: number;
  /** Length of a prompt, pads included. */
  readonly tokens: number;
}

/**
 * One step of the UNet at a fixed timestep: `latent` (1, 4, h, w) of any size and what
 * `crossAttentionGraph` makes of a prompt → `noise_pred` (1, 4, h, w).
 *
 * @param weights of the UNet with its adapter merged
 */
export function unetGraph(
  config: UnetConfig,
  weights: Weights,
  { timestep, tokens }: UnetRun,
): GraphSpec {
  const graph = new GraphBuilder('unet');
  const scope: Scope = { graph, weights };
  const { widths, heads, groups, layersPerBlock, latentChannels } = config;
  const norm = { groups, epsilon: config.epsilon };
  const fold = timeFold(config, weights, timestep);
  const last = widths.length - 1;

  const latent = graph.input({
    name: 'latent',
    type: 'float',
    shape: [1, latentChannels, 'latent_height', 'latent_width'],
  });
  const prompted = new Map(
    promptAttentions(config).map((place): [string, PromptKeys] => {
      const { key, value } = promptKeyInfos(place, tokens);
      return [place.path, { key: graph.input(key), value: graph.input(value) }];
    }),
  );
  const block = (path: string, x: Value, inputs: number, outputs: number): Value =>
    resnet(scope, path, x, inputs, outputs, norm, fold(path, outputs));
  const attend = (path: string, x: Value, level: number): Value =>
    transformer(scope, path, x, prompted.get(path)!, {
      width: widths[level]!,
      heads: heads[level]!,
      groups,
    });

  let channels = widths[0]!;
  let x: Value = conv3x3(scope, 'conv_in', latent, latentChannels, channels, {
    keepPrecision: true,
  });
  const skips: Skip[] = [{ value: x, channels }];

  for (const [level, width] of widths.entries()) {
    const path = `down_blocks.${level}`;
    for (let layer = 0; layer < layersPerBlock; layer++) {
      x = block(`${path}.resnets.${layer}`, x, channels, width);
      channels = width;
      if (config.attentionDown[level]) x = attend(`${path}.attentions.${layer}`, x, level);
      skips.push({ value: x, channels });
    }
    if (level < last) {
      x = conv3x3(scope, `${path}.downsamplers.0.conv`, x, width, width, { stride: 2 });
      skips.push({ value: x, channels });
    }
  }

  x = block('mid_block.resnets.0', x, channels, channels);
  x = attend('mid_block.attentions.0', x, last);
  x = block('mid_block.resnets.1', x, channels, channels);

  for (let up = 0; up <= last; up++) {
    const path = `up_blocks.${up}`;
    const level = last - up;
    const width = widths[level]!;
    // One block more than on the way down.
    for (let layer = 0; layer <= layersPerBlock; layer++) {
      const skip = skips.pop()!;
      const name = `${path}.resnets.${layer}`;
      x = block(name, graph.concatChannels(name, x, skip.value), channels + skip.channels, width);
      channels = width;
      if (config.attentionUp[up]) x = attend(`${path}.attentions.${layer}`, x, level);
    }
    if (level > 0) {
      // Halving rounded up, so doubling may be one too many: the next skip has the size.
      const upsampler = `${path}.upsamplers.0`;
      const enlarged = graph.enlargeTo(upsampler, x, width, skips.at(-1)!.value);
      x = conv3x3(scope, `${upsampler}.conv`, enlarged, width, width);
    }
  }

  x = graph.silu('conv_norm_out', groupNorm(scope, 'conv_norm_out', x, channels, norm));
  const noise = conv3x3(scope, 'conv_out', x, channels, latentChannels, { keepPrecision: true });
  graph.output(noise, {
    name: 'noise_pred',
    type: 'float',
    shape: [1, latentChannels, 'latent_height', 'latent_width'],
  });
  return graph.build();
}
