import * as v from 'valibot';
import { Layers, Levels, Width, parseConfig, ensure, type FixedSettings } from './config-checks';

/** An AutoencoderKL in the layout of Stable Diffusion 1.x and 2.x. */
export interface VaeConfig {
  readonly imageChannels: number;
  readonly latentChannels: number;
  /** Channels per level, from the full resolution down. */
  readonly widths: readonly number[];
  readonly groups: number;
  /** Blocks per level of the encoder; one more in the decoder. */
  readonly layersPerBlock: number;
  /** Latents are multiplied by it before the UNet. */
  readonly scalingFactor: number;
}

/** diffusers' default, which the configuration of SD 2.1 relies on. */
const DEFAULT_SCALING_FACTOR = 0.18215;

const FIXED: FixedSettings = {
  _class_name: ['AutoencoderKL'],
  act_fn: ['silu', 'swish'],
  latents_mean: [null],
  latents_std: [null],
  mid_block_add_attention: [true],
  shift_factor: [null],
  use_post_quant_conv: [true],
  use_quant_conv: [true],
};

const Schema = v.object({
  in_channels: v.literal(3),
  out_channels: v.literal(3),
  latent_channels: v.optional(Width, 4),
  block_out_channels: Levels,
  down_block_types: v.array(v.literal('DownEncoderBlock2D')),
  up_block_types: v.array(v.literal('UpDecoderBlock2D')),
  layers_per_block: Layers,
  norm_num_groups: v.optional(Width, 32),
  scaling_factor: v.optional(
    v.pipe(v.number(), v.gtValue(0), v.maxValue(100)),
    DEFAULT_SCALING_FACTOR,
  ),
});

/**
 * @param json vae/config.json
 * @throws OnestepError `checkpoint-unsupported` (details: reason), `checkpoint-invalid`
 */
export function parseVaeConfig(json: unknown): VaeConfig {
  const config = parseConfig('vae', json, FIXED, Schema);
  const widths = config.block_out_channels;
  ensure(
    config.down_block_types.length === widths.length &&
      config.up_block_types.length === widths.length,
    'the blocks of its VAE do not match its widths',
  );
  const groups = config.norm_num_groups;
  ensure(
    widths.every((width) => width % groups === 0),
    `the widths of its VAE cannot be divided into ${groups} groups`,
  );
  return {
    imageChannels: config.in_channels,
    latentChannels: config.latent_channels,
    widths,
    groups,
    layersPerBlock: config.layers_per_block,
    scalingFactor: config.scaling_factor,
  };
}
