import * as v from 'valibot';
import {
  Epsilon,
  Layers,
  Levels,
  Width,
  parseConfig,
  ensure,
  unsupported,
  type FixedSettings,
} from './config-checks';

/** A UNet2DConditionModel in the layout of Stable Diffusion 2.x. */
export interface UnetConfig {
  readonly latentChannels: number;
  /** Channels per level, from the full resolution down. */
  readonly widths: readonly number[];
  /** Attention heads per level. */
  readonly heads: readonly number[];
  /** Width of the embedded prompt. */
  readonly contextWidth: number;
  readonly groups: number;
  readonly epsilon: number;
  /** Blocks per level on the way down; one more on the way up. */
  readonly layersPerBlock: number;
  /** Whether the level has attention; `attentionUp` counts from the deepest level. */
  readonly attentionDown: readonly boolean[];
  readonly attentionUp: readonly boolean[];
  /** How the sinusoids of the timestep are laid out. */
  readonly cosineFirst: boolean;
  readonly frequencyShift: number;
}

const FIXED: FixedSettings = {
  _class_name: ['UNet2DConditionModel'],
  act_fn: ['silu', 'swish'],
  addition_embed_type: [null],
  attention_type: ['default'],
  center_input_sample: [false],
  class_embed_type: [null],
  conv_in_kernel: [3],
  conv_out_kernel: [3],
  cross_attention_norm: [null],
  downsample_padding: [1],
  dual_cross_attention: [false],
  encoder_hid_dim: [null],
  encoder_hid_dim_type: [null],
  mid_block_only_cross_attention: [null, false],
  mid_block_scale_factor: [1],
  mid_block_type: ['UNetMidBlock2DCrossAttn'],
  num_class_embeds: [null],
  only_cross_attention: [false],
  resnet_out_scale_factor: [1],
  resnet_skip_time_act: [false],
  resnet_time_scale_shift: ['default'],
  reverse_transformer_layers_per_block: [null],
  time_cond_proj_dim: [null],
  time_embedding_act_fn: [null],
  time_embedding_dim: [null],
  time_embedding_type: ['positional'],
  timestep_post_act: [null],
  transformer_layers_per_block: [1],
};

const Schema = v.object({
  in_channels: Width,
  out_channels: Width,
  block_out_channels: Levels,
  down_block_types: v.array(v.picklist(['CrossAttnDownBlock2D', 'DownBlock2D'])),
  up_block_types: v.array(v.picklist(['CrossAttnUpBlock2D', 'UpBlock2D'])),
  layers_per_block: Layers,
  attention_head_dim: v.optional(v.union([Width, v.array(Width)]), 8),
  num_attention_heads: v.nullish(v.union([Width, v.array(Width)])),
  cross_attention_dim: Width,
  norm_num_groups: v.optional(Width, 32),
  norm_eps: v.optional(Epsilon, 1e-5),
  flip_sin_to_cos: v.optional(v.boolean(), true),
  freq_shift: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  use_linear_projection: v.optional(v.boolean(), false),
});

/**
 * @param json unet/config.json
 * @throws OnestepError `checkpoint-unsupported` (details: reason), `checkpoint-invalid`
 */
export function parseUnetConfig(json: unknown): UnetConfig {
  refuseRelatives(json);
  const config = parseConfig('unet', json, FIXED, Schema);
  const widths = config.block_out_channels;
  const levels = widths.length;

  ensure(
    config.in_channels === config.out_channels,
    `its UNet takes ${config.in_channels} channels and gives ${config.out_channels}`,
  );
  ensure(
    config.down_block_types.length === levels && config.up_block_types.length === levels,
    'the blocks of its UNet do not match its widths',
  );

  // Named by mistake in diffusers: without num_attention_heads, this is the number of heads.
  const stated = config.num_attention_heads ?? config.attention_head_dim;
  const heads = typeof stated === 'number' ? widths.map(() => stated) : stated;
  ensure(heads.length === levels, 'the heads of its UNet do not match its widths');
  const groups = config.norm_num_groups;
  for (const [level, width] of widths.entries()) {
    ensure(
      width % groups === 0 && width % heads[level]! === 0,
      `a width of ${width} in its UNet cannot be divided into ${groups} groups and ${heads[level]} heads`,
    );
  }
  ensure(widths[0]! % 2 === 0, 'the UNet is too narrow for a timestep');
  return {
    latentChannels: config.in_channels,
    widths,
    heads,
    contextWidth: config.cross_attention_dim,
    groups,
    epsilon: config.norm_eps,
    layersPerBlock: config.layers_per_block,
    attentionDown: config.down_block_types.map((type) => type === 'CrossAttnDownBlock2D'),
    attentionUp: config.up_block_types.map((type) => type === 'CrossAttnUpBlock2D'),
    cosineFirst: config.flip_sin_to_cos,
    frequencyShift: config.freq_shift,
  };
}

/** The models that people try by mistake get a sentence of their own. */
function refuseRelatives(json: unknown): void {
  const config = v.safeParse(
    v.object({
      use_linear_projection: v.optional(v.unknown()),
      addition_embed_type: v.optional(v.unknown()),
      in_channels: v.optional(v.unknown()),
    }),
    json,
  );
  if (!config.success) return;
  const { use_linear_projection, addition_embed_type, in_channels } = config.output;
  if (addition_embed_type !== undefined && addition_embed_type !== null) {
    throw unsupported('its UNet is that of Stable Diffusion XL');
  }
  if (use_linear_projection !== true) {
    throw unsupported('its UNet is that of Stable Diffusion 1.x');
  }
  if (in_channels === 9) throw unsupported('its UNet is made for inpainting');
}
