import type { TensorMap } from '../checkpoint/tensor';
import { ensure } from '../configs/config-checks';
import { oneStep, parseSchedulerConfig, type OneStep } from '../configs/scheduler-config';
import { parseTextConfig, type TextConfig } from '../configs/text-config';
import { parseUnetConfig, type UnetConfig } from '../configs/unet-config';
import { parseVaeConfig, type VaeConfig } from '../configs/vae-config';
import { mergeLora } from '../lora/merge';
import type { GraphSpec } from '../onnx/graph-spec';
import { crossAttentionGraph } from './cross-attention';
import { stepGraph } from './step';
import { textEncoderGraph } from './text-encoder';
import { unetGraph } from './unet';
import { vaeDecoderGraph } from './vae-decoder';
import { vaeEncoderGraph } from './vae-encoder';
import { withTodaysVaeKeys } from './vae-keys';
import { Weights } from './weights';

/** The timestep that OSEDiff runs its one step at. */
export const OSEDIFF_TIMESTEP = 999;

/** A base model as it is published, and the adapter. */
export interface OsediffParts {
  /** The JSON of the four configurations, not yet validated. */
  readonly configs: {
    readonly unet: unknown;
    readonly vae: unknown;
    readonly textEncoder: unknown;
    readonly scheduler: unknown;
  };
  readonly unet: TensorMap;
  readonly vae: TensorMap;
  readonly textEncoder: TensorMap;
  readonly adapter: {
    readonly rankUnet: number;
    readonly rankVae: number;
    readonly unet: TensorMap;
    readonly vae: TensorMap;
  };
}

export interface OsediffGraphs {
  readonly textEncoder: GraphSpec;
  readonly encoder: GraphSpec;
  readonly crossAttention: GraphSpec;
  readonly unet: GraphSpec;
  readonly step: GraphSpec;
  readonly decoder: GraphSpec;
  readonly configs: {
    readonly unet: UnetConfig;
    readonly vae: VaeConfig;
    readonly text: TextConfig;
  };
  readonly oneStep: OneStep;
  /** Tensors of the checkpoint that no graph needs, as `component: key`. */
  readonly unused: readonly string[];
}

/**
 * Checks a base model and its adapter against each other and lays out the graphs. No weight is
 * read yet.
 *
 * @throws OnestepError `checkpoint-unsupported` (details: reason), `checkpoint-invalid` (details:
 *   file, key)
 */
export function osediffGraphs(parts: OsediffParts): OsediffGraphs {
  const scheduler = parseSchedulerConfig(parts.configs.scheduler);
  const unetConfig = parseUnetConfig(parts.configs.unet);
  const vaeConfig = parseVaeConfig(parts.configs.vae);
  const textConfig = parseTextConfig(parts.configs.textEncoder);
  ensure(
    unetConfig.contextWidth === textConfig.width,
    `its text encoder is ${textConfig.width} wide and its UNet expects ${unetConfig.contextWidth}`,
  );
  ensure(
    unetConfig.latentChannels === vaeConfig.latentChannels,
    `its VAE has ${vaeConfig.latentChannels} latent channels and its UNet ${unetConfig.latentChannels}`,
  );

  const { adapter } = parts;
  const unetTensors = mergeLora(parts.unet, adapter.unet, adapter.rankUnet, 'unet');
  const vaeBase = withTodaysVaeKeys(parts.vae);
  const vaeTensors = mergeLora(vaeBase, adapter.vae, adapter.rankVae, 'vae');
  const unet = new Weights(unetTensors, 'unet');
  const vae = new Weights(vaeTensors, 'vae');
  const text = new Weights(parts.textEncoder, 'text_encoder');
  const { tokens } = textConfig;
  const step = oneStep(scheduler, OSEDIFF_TIMESTEP);
  const graphs = {
    textEncoder: textEncoderGraph(textConfig, text),
    encoder: vaeEncoderGraph(vaeConfig, vae),
    crossAttention: crossAttentionGraph(unetConfig, unet, tokens),
    unet: unetGraph(unetConfig, unet, { timestep: OSEDIFF_TIMESTEP, tokens }),
    step: stepGraph(step, vaeConfig.latentChannels),
    decoder: vaeDecoderGraph(vaeConfig, vae),
  };
  return {
    ...graphs,
    configs: { unet: unetConfig, vae: vaeConfig, text: textConfig },
    oneStep: step,
    unused: [unet, vae, text].flatMap((weights) => weights.unused()),
  };
}
