import { describe, expect, it } from 'vitest';
import {
  alphaCumprod,
  oneStep,
  parseSchedulerConfig,
} from '../../../../models/convert/configs/scheduler-config';
import { parseTextConfig } from '../../../../models/convert/configs/text-config';
import { parseUnetConfig } from '../../../../models/convert/configs/unet-config';
import { parseVaeConfig } from '../../../../models/convert/configs/vae-config';
import { OnestepError } from '../../../../src/shared/errors';
import { SD15_UNET, SD21_SCHEDULER, SD21_TEXT, SD21_UNET, SD21_VAE } from '../graphs/configs';

/** The reason with which a configuration is refused; null where it is taken. */
function refusal(parse: () => unknown): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    if (!(error instanceof OnestepError)) throw error;
    return error.code === 'checkpoint-unsupported' ? String(error.details['reason']) : error.code;
  }
}

describe('the configurations of Stable Diffusion 2.1 base', () => {
  it('are read', () => {
    expect(parseUnetConfig(SD21_UNET)).toEqual({
      latentChannels: 4,
      widths: [320, 640, 1280, 1280],
      heads: [5, 10, 20, 20],
      contextWidth: 1024,
      groups: 32,
      epsilon: 1e-5,
      layersPerBlock: 2,
      attentionDown: [true, true, true, false],
      attentionUp: [false, true, true, true],
      cosineFirst: true,
      frequencyShift: 0,
    });
    expect(parseVaeConfig(SD21_VAE).scalingFactor).toBe(0.18215);
    expect(parseTextConfig(SD21_TEXT)).toMatchObject({ tokens: 77, layers: 23, heads: 16 });
  });

  it('are read with the settings that later versions of diffusers write', () => {
    const later = {
      ...SD21_UNET,
      addition_embed_type: null,
      addition_embed_type_num_heads: 64,
      attention_type: 'default',
      class_embed_type: null,
      conv_in_kernel: 3,
      conv_out_kernel: 3,
      dropout: 0,
      mid_block_type: 'UNetMidBlock2DCrossAttn',
      num_attention_heads: null,
      resnet_out_scale_factor: 1,
      resnet_time_scale_shift: 'default',
      time_embedding_type: 'positional',
      transformer_layers_per_block: 1,
      upcast_attention: null,
    };
    expect(parseUnetConfig(later)).toEqual(parseUnetConfig(SD21_UNET));
    const laterVae = { ...SD21_VAE, scaling_factor: 0.2, latents_mean: null, force_upcast: true };
    expect(parseVaeConfig(laterVae).scalingFactor).toBe(0.2);
  });

  it('give the official constants of the one step', () => {
    const scheduler = parseSchedulerConfig(SD21_SCHEDULER);
    // The float32 number of the golden data; the spec has the others in double precision.
    expect(alphaCumprod(scheduler, 999)).toBe(0.00466009508818388);
    expect(alphaCumprod(scheduler, 200)).toBeCloseTo(0.753692, 5);
    expect(alphaCumprod(scheduler, 1)).toBeCloseTo(0.998296, 6);
    expect(oneStep(scheduler, 999).a).toBeCloseTo(14.648813545, 4);
    expect(oneStep(scheduler, 999).b).toBeCloseTo(-14.614641229, 4);
  });
});

describe('other models are refused with a reason', () => {
  it.each([
    ['Stable Diffusion 1.5', SD15_UNET, /1\.x/],
    ['Stable Diffusion XL', { ...SD21_UNET, addition_embed_type: 'text_time' }, /XL/],
    ['an inpainting model', { ...SD21_UNET, in_channels: 9 }, /inpainting/],
    ['a class-conditional one', { ...SD21_UNET, num_class_embeds: 1000 }, /num_class_embeds 1000/],
    ['unknown blocks', { ...SD21_UNET, down_block_types: ['AttnDown'] }, /down_block_types/],
    ['another number of blocks', { ...SD21_UNET, up_block_types: ['UpBlock2D'] }, /blocks/],
    ['heads that do not divide', { ...SD21_UNET, attention_head_dim: [7, 10, 20, 20] }, /7 heads/],
    ['widths of nonsense', { ...SD21_UNET, block_out_channels: [1e12, 4] }, /block_out_channels/],
    ['no width', { ...SD21_UNET, block_out_channels: undefined }, /block_out_channels missing/],
  ])('UNet: %s', (_, config, reason) => {
    expect(refusal(() => parseUnetConfig(config))).toMatch(reason);
  });

  it.each([
    ['Flux', { ...SD21_VAE, shift_factor: 0.1159 }, /shift_factor 0.1159/],
    ['no attention', { ...SD21_VAE, mid_block_add_attention: false }, /mid_block_add_attention/],
    ['odd widths', { ...SD21_VAE, block_out_channels: [100, 200, 400, 400] }, /32 groups/],
  ])('VAE: %s', (_, config, reason) => {
    expect(refusal(() => parseVaeConfig(config))).toMatch(reason);
  });

  it('text encoder of Stable Diffusion 1.x', () => {
    expect(refusal(() => parseTextConfig({ ...SD21_TEXT, hidden_act: 'quick_gelu' }))).toMatch(
      /1\.x/,
    );
  });

  it.each([
    ['plain Stable Diffusion 2.1', { prediction_type: 'v_prediction' }, /v-prediction/],
    ['predicting pictures', { prediction_type: 'sample' }, /prediction_type sample/],
    ['another schedule', { beta_schedule: 'squaredcos_cap_v2' }, /beta_schedule/],
    ['a zero terminal signal', { rescale_betas_zero_snr: true }, /rescale_betas_zero_snr/],
    ['too few steps', { num_train_timesteps: 100 }, /ends before step 999/],
  ])('scheduler: %s', (_, change, reason) => {
    const parse = () => oneStep(parseSchedulerConfig({ ...SD21_SCHEDULER, ...change }), 999);
    expect(refusal(parse)).toMatch(reason);
  });

  it.each([null, 7, 'text', [1, 2]])('what is no configuration at all: %j', (json) => {
    expect(refusal(() => parseUnetConfig(json))).not.toBeNull();
    expect(refusal(() => parseVaeConfig(json))).not.toBeNull();
  });
});
