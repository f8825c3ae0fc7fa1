import * as v from 'valibot';
import { Epsilon, Layers, Width, parseConfig, ensure, type FixedSettings } from './config-checks';

/** A CLIPTextModel in the layout of Stable Diffusion 2.x. */
export interface TextConfig {
  readonly vocabulary: number;
  /** Length of a prompt, pads included. */
  readonly tokens: number;
  readonly width: number;
  readonly innerWidth: number;
  readonly heads: number;
  readonly layers: number;
  readonly epsilon: number;
}

const FIXED: FixedSettings = { model_type: ['clip_text_model'] };

const MAX_VOCABULARY = 1_000_000;
const MAX_TOKENS = 1024;

const Schema = v.object({
  vocab_size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_VOCABULARY)),
  max_position_embeddings: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MAX_TOKENS)),
  hidden_size: Width,
  intermediate_size: Width,
  num_attention_heads: Width,
  num_hidden_layers: Layers,
  layer_norm_eps: v.optional(Epsilon, 1e-5),
  // The default of CLIP is the activation of Stable Diffusion 1.x, so it must be there.
  hidden_act: v.string(),
});

/**
 * @param json text_encoder/config.json
 * @throws OnestepError `checkpoint-unsupported` (details: reason), `checkpoint-invalid`
 */
export function parseTextConfig(json: unknown): TextConfig {
  const config = parseConfig('text_encoder', json, FIXED, Schema);
  ensure(config.hidden_act !== 'quick_gelu', 'its text encoder is that of Stable Diffusion 1.x');
  ensure(
    config.hidden_act === 'gelu',
    `its text encoder has the activation ${config.hidden_act.slice(0, 40)}`,
  );
  const { hidden_size: width, num_attention_heads: heads } = config;
  ensure(width % heads === 0, `its text encoder has ${heads} heads in a width of ${width}`);
  return {
    vocabulary: config.vocab_size,
    tokens: config.max_position_embeddings,
    width,
    innerWidth: config.intermediate_size,
    heads,
    layers: config.num_hidden_layers,
    epsilon: config.layer_norm_eps,
  };
}
