import type { Value, WeightSource } from '../onnx/graph-builder';
import { conv1x1, conv3x3, groupNorm, type Scope } from './layers';

export interface NormSettings {
  readonly groups: number;
  readonly epsilon: number;
}

/**
 * diffusers' ResnetBlock2D: norm, SiLU, convolution, twice, plus the input (through a 1×1
 * convolution where the width changes).
 *
 * @param firstBias stands for the bias of the first convolution, where a time embedding is in it
 */
export function resnet(
  scope: Scope,
  path: string,
  x: Value,
  inputs: number,
  outputs: number,
  norm: NormSettings,
  firstBias?: WeightSource,
): Value {
  const { graph } = scope;
  const first = graph.silu(`${path}.norm1`, groupNorm(scope, `${path}.norm1`, x, inputs, norm));
  const middle = conv3x3(
    scope,
    `${path}.conv1`,
    first,
    inputs,
    outputs,
    firstBias === undefined ? {} : { bias: firstBias },
  );
  const second = graph.silu(
    `${path}.norm2`,
    groupNorm(scope, `${path}.norm2`, middle, outputs, norm),
  );
  const change = conv3x3(scope, `${path}.conv2`, second, outputs, outputs);
  const direct =
    inputs === outputs ? x : conv1x1(scope, `${path}.conv_shortcut`, x, inputs, outputs);
  return graph.add(path, direct, change);
}
