import * as v from 'valibot';
import { parseConfig, unsupported, type FixedSettings } from './config-checks';

/** The noise schedule that a model was trained with. */
export interface SchedulerConfig {
  readonly betaStart: number;
  readonly betaEnd: number;
  /** The square roots of the betas are evenly spaced, or the betas themselves. */
  readonly spacing: 'scaled_linear' | 'linear';
  readonly steps: number;
}

/** x0 = a · latent + b · noise. */
export interface OneStep {
  readonly a: number;
  readonly b: number;
}

const MAX_STEPS = 100_000;

const FIXED: FixedSettings = {
  clip_sample: [false],
  rescale_betas_zero_snr: [false],
  thresholding: [false],
  trained_betas: [null],
};

const Beta = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));

const Schema = v.object({
  beta_start: Beta,
  beta_end: Beta,
  beta_schedule: v.picklist(['scaled_linear', 'linear']),
  num_train_timesteps: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MAX_STEPS)),
  prediction_type: v.optional(v.string(), 'epsilon'),
});

/**
 * @param json scheduler/scheduler_config.json
 * @throws OnestepError `checkpoint-unsupported` (details: reason), among others for plain SD 2.1, whose
 *   network predicts velocities; `checkpoint-invalid`
 */
export function parseSchedulerConfig(json: unknown): SchedulerConfig {
  const config = parseConfig('scheduler', json, FIXED, Schema);
  if (config.prediction_type === 'v_prediction') {
    throw unsupported(
      'it predicts velocities (v-prediction), as Stable Diffusion 2.1 at 768 pixels does, not noise',
    );
  }
  if (config.prediction_type !== 'epsilon') {
    throw unsupported(`its scheduler has prediction_type ${config.prediction_type.slice(0, 40)}`);
  }
  return {
    betaStart: config.beta_start,
    betaEnd: config.beta_end,
    spacing: config.beta_schedule,
    steps: config.num_train_timesteps,
  };
}

/**
 * Share of the signal that is left at a timestep: the product of 1 − beta up to it, in (0, 1).
 * Rounded to single precision where PyTorch's tensors are, so that it is the official number.
 */
export function alphaCumprod(
  { betaStart, betaEnd, spacing, steps }: SchedulerConfig,
  timestep: number,
): number {
  const { fround } = Math;
  const root = spacing === 'scaled_linear';
  const first = fround(root ? Math.sqrt(betaStart) : betaStart);
  const last = fround(root ? Math.sqrt(betaEnd) : betaEnd);
  const stride = fround(fround(last - first) / (steps - 1));
  let product = 1;
  for (let t = 0; t <= timestep; t++) {
    // torch.linspace counts from both ends.
    const value = fround(t < steps / 2 ? first + stride * t : last - stride * (steps - 1 - t));
    const beta = root ? fround(value * value) : value;
    product *= fround(1 - beta);
  }
  return fround(product);
}

/**
 * The picture that a noise prediction implies, with nothing clipped.
 *
 * @param timestep 0..steps − 1, that of the prediction
 * @throws OnestepError `checkpoint-unsupported` for a timestep beyond the schedule
 */
export function oneStep(config: SchedulerConfig, timestep: number): OneStep {
  if (timestep >= config.steps) throw unsupported(`its schedule ends before step ${timestep}`);
  const alpha = alphaCumprod(config, timestep);
  return { a: 1 / Math.sqrt(alpha), b: -Math.sqrt(1 - alpha) / Math.sqrt(alpha) };
}
