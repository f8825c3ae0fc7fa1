import type { UnetConfig } from '../configs/unet-config';
import type { WeightSource } from '../onnx/graph-builder';
import type { Weights } from './weights';

/** Longest period of the sinusoids, as in diffusers' get_timestep_embedding. */
const MAX_PERIOD = 10_000;
/** Width of the embedded timestep over the narrowest width of the UNet. */
const WIDTH_FACTOR = 4;

/** Turns the bias of a block's first convolution into one with the timestep's share in it. */
export type TimeFold = (resnetPath: string, width: number) => WeightSource;

/**
 * With a fixed timestep the embedding and its projection into each block are constants; they are
 * added to the bias of `conv1`, and the layers of the embedding vanish.
 */
export function timeFold(config: UnetConfig, weights: Weights, timestep: number): TimeFold {
  const base = config.widths[0]!;
  const width = base * WIDTH_FACTOR;
  const first = readLinear(weights, 'time_embedding.linear_1', base, width);
  const second = readLinear(weights, 'time_embedding.linear_2', width, width);

  let activated: Promise<Float64Array> | undefined;
  const embedding = (): Promise<Float64Array> =>
    (activated ??= (async () => {
      const waves = sinusoids(timestep, base, config);
      return silu(await second(silu(await first(waves))));
    })());

  return (path, channels) => {
    const bias = weights.get(`${path}.conv1.bias`, [channels]);
    const project = readLinear(weights, `${path}.time_emb_proj`, width, channels);
    return {
      ...bias,
      async load() {
        const share = await project(await embedding());
        return (await bias.load()).map((value, channel) => value + share[channel]!);
      },
    };
  };
}

/**
 * In single precision at every step, as the official code computes it: at timestep 999 the angle's
 * rounding alone is worth 3e-5.
 */
function sinusoids(
  timestep: number,
  width: number,
  { cosineFirst, frequencyShift }: UnetConfig,
): Float64Array {
  const half = width / 2;
  const waves = new Float64Array(width);
  for (let k = 0; k < half; k++) {
    const product = Math.fround(Math.fround(-Math.log(MAX_PERIOD)) * k);
    const frequency = Math.fround(Math.exp(Math.fround(product / (half - frequencyShift))));
    const angle = Math.fround(timestep * frequency);
    waves[cosineFirst ? k : half + k] = Math.fround(Math.cos(angle));
    waves[cosineFirst ? half + k : k] = Math.fround(Math.sin(angle));
  }
  return waves;
}

function readLinear(weights: Weights, path: string, inputs: number, outputs: number) {
  const weight = weights.get(`${path}.weight`, [outputs, inputs]);
  const bias = weights.get(`${path}.bias`, [outputs]);
  return async (x: Float64Array): Promise<Float64Array> => {
    const matrix = await weight.load();
    const result = Float64Array.from(await bias.load());
    for (let row = 0; row < outputs; row++) {
      for (let column = 0; column < inputs; column++) {
        result[row]! += matrix[row * inputs + column]! * x[column]!;
      }
    }
    return result;
  };
}

const silu = (x: Float64Array): Float64Array => x.map((value) => value / (1 + Math.exp(-value)));
