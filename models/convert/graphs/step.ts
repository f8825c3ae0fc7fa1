import type { OneStep } from '../configs/scheduler-config';
import { GraphBuilder, type Value } from '../onnx/graph-builder';
import type { GraphSpec, ValueInfo } from '../onnx/graph-spec';

/**
 * The one step: what the UNet takes the picture for, `x0` = a · `latent` + b · `noise_pred`, all
 * (1, 4, h, w). A graph of its own, so that it can run where the networks run. Keep it in float32
 * whatever they compute in: it multiplies errors by about 15.
 */
export function stepGraph({ a, b }: OneStep, latentChannels: number): GraphSpec {
  const graph = new GraphBuilder('step');
  const info = (name: string): ValueInfo => ({
    name,
    type: 'float',
    shape: [1, latentChannels, 'latent_height', 'latent_width'],
  });
  const times = (name: string, x: Value, factor: number): Value =>
    graph.multiply(
      name,
      x,
      graph.constant(name, [1], () => Float32Array.of(factor)),
    );
  const latent = times('a', graph.input(info('latent')), a);
  const noise = times('b', graph.input(info('noise_pred')), b);
  graph.output(graph.add('step', latent, noise), info('x0'));
  return graph.build();
}
