import type { ConvOptions, GraphBuilder, Value, WeightSource } from '../onnx/graph-builder';
import type { Weights } from './weights';

/** Where layers take their weights and put their nodes; passed from block to block. */
export interface Scope {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
}

/** A padding that keeps the size of the picture. */
const SAME_3X3: readonly [number, number, number, number] = [1, 1, 1, 1];

export function conv3x3(
  { graph, weights }: Scope,
  path: string,
  x: Value,
  inputs: number,
  outputs: number,
  options: ConvOptions & { readonly bias?: WeightSource } = {},
): Value {
  const weight = weights.get(`${path}.weight`, [outputs, inputs, 3, 3]);
  const bias = options.bias ?? weights.get(`${path}.bias`, [outputs]);
  return graph.conv(path, x, weight, bias, { pads: SAME_3X3, ...options });
}

export function conv1x1(
  { graph, weights }: Scope,
  path: string,
  x: Value,
  inputs: number,
  outputs: number,
): Value {
  const weight = weights.get(`${path}.weight`, [outputs, inputs, 1, 1]);
  return graph.conv(path, x, weight, weights.get(`${path}.bias`, [outputs]));
}

export function linear(
  { graph, weights }: Scope,
  path: string,
  x: Value,
  inputs: number,
  outputs: number,
  { bias = true }: { readonly bias?: boolean } = {},
): Value {
  const weight = weights.get(`${path}.weight`, [outputs, inputs]);
  return graph.linear(path, x, weight, bias ? weights.get(`${path}.bias`, [outputs]) : null);
}

export function groupNorm(
  { graph, weights }: Scope,
  path: string,
  x: Value,
  channels: number,
  { groups, epsilon }: { readonly groups: number; readonly epsilon: number },
): Value {
  const scale = weights.get(`${path}.weight`, [channels]);
  return graph.groupNorm(path, x, scale, weights.get(`${path}.bias`, [channels]), groups, epsilon);
}

export function layerNorm(
  { graph, weights }: Scope,
  path: string,
  x: Value,
  channels: number,
  epsilon: number,
): Value {
  const scale = weights.get(`${path}.weight`, [channels]);
  return graph.layerNorm(path, x, scale, weights.get(`${path}.bias`, [channels]), epsilon);
}
