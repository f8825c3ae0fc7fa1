import type { Value } from '../onnx/graph-builder';
import { groupNorm, linear, type Scope } from './layers';
import { resnet, type NormSettings } from './resnet';

/** AutoencoderKL has it fixed. */
const EPSILON = 1e-6;

export const vaeNorm = (groups: number): NormSettings => ({ groups, epsilon: EPSILON });

/** The middle of encoder and decoder: block, attention with one head, block. */
export function vaeMiddle(
  scope: Scope,
  path: string,
  x: Value,
  width: number,
  norm: NormSettings,
): Value {
  const before = resnet(scope, `${path}.resnets.0`, x, width, width, norm);
  const attended = attention(scope, `${path}.attentions.0`, before, width, norm);
  return resnet(scope, `${path}.resnets.1`, attended, width, width, norm);
}

function attention(scope: Scope, path: string, x: Value, width: number, norm: NormSettings): Value {
  const { graph } = scope;
  const even = groupNorm(scope, `${path}.group_norm`, x, width, norm);
  const tokens = graph.pixelsAsTokens(path, even, width);
  const project = (name: string, input: Value): Value =>
    linear(scope, `${path}.${name}`, input, width, width);
  const mixed = graph.multiHeadAttention(
    path,
    project('to_q', tokens),
    project('to_k', tokens),
    project('to_v', tokens),
    1,
  );
  return graph.add(path, graph.tokensAsPixels(path, project('to_out.0', mixed), x), x);
}
