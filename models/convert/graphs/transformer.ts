import type { Value } from '../onnx/graph-builder';
import type { PromptKeys } from './cross-attention';
import { groupNorm, layerNorm, linear, type Scope } from './layers';
import { sliceRows } from './derived-weights';

/** diffusers' Transformer2DModel has them fixed, whatever the configuration of the UNet says. */
const GROUP_NORM_EPSILON = 1e-6;
const LAYER_NORM_EPSILON = 1e-5;
/** Width of the feed-forward part over the width of the block. */
const FEED_FORWARD_FACTOR = 4;

export interface TransformerShape {
  readonly width: number;
  readonly heads: number;
  readonly groups: number;
}

/**
 * Attention of a picture to itself and to the prompt, with linear projections around it.
 *
 * @param x (1, width, height, width of the picture)
 * @param prompted what the prompt is to this transformer
 */
export function transformer(
  scope: Scope,
  path: string,
  x: Value,
  prompted: PromptKeys,
  shape: TransformerShape,
): Value {
  const { graph } = scope;
  const { width, groups } = shape;
  const even = groupNorm(scope, `${path}.norm`, x, width, { groups, epsilon: GROUP_NORM_EPSILON });
  const tokens = graph.pixelsAsTokens(path, even, width);
  const inside = linear(scope, `${path}.proj_in`, tokens, width, width);
  const done = block(scope, `${path}.transformer_blocks.0`, inside, prompted, shape);
  const outside = linear(scope, `${path}.proj_out`, done, width, width);
  return graph.add(path, graph.tokensAsPixels(path, outside, x), x);
}

function block(
  scope: Scope,
  path: string,
  x: Value,
  prompted: PromptKeys,
  { width, heads }: TransformerShape,
): Value {
  const { graph } = scope;
  const norm = (name: string, input: Value): Value =>
    layerNorm(scope, `${path}.${name}`, input, width, LAYER_NORM_EPSILON);
  const project = (name: string, input: Value): Value =>
    linear(scope, `${path}.${name}`, input, width, width, { bias: false });
  const attend = (name: string, input: Value, { key, value }: PromptKeys): Value => {
    const query = project(`${name}.to_q`, input);
    const mixed = graph.multiHeadAttention(`${path}.${name}`, query, key, value, heads);
    return linear(scope, `${path}.${name}.to_out.0`, mixed, width, width);
  };

  const first = norm('norm1', x);
  const itself = { key: project('attn1.to_k', first), value: project('attn1.to_v', first) };
  const own = graph.add(`${path}.attn1`, attend('attn1', first, itself), x);
  const second = attend('attn2', norm('norm2', own), prompted);
  const seen = graph.add(`${path}.attn2`, second, own);
  const fed = feedForward(scope, `${path}.ff`, norm('norm3', seen), width);
  return graph.add(`${path}.ff`, fed, seen);
}

/**
 * GEGLU: value · gelu(gate). The one matrix of the checkpoint becomes two, which saves a split of
 * the largest activation.
 */
function feedForward(scope: Scope, path: string, x: Value, width: number): Value {
  const { graph, weights } = scope;
  const inner = width * FEED_FORWARD_FACTOR;
  const weight = weights.get(`${path}.net.0.proj.weight`, [2 * inner, width]);
  const bias = weights.get(`${path}.net.0.proj.bias`, [2 * inner]);
  const half = (name: string, start: number): Value =>
    graph.linear(
      `${path}.net.0.proj.${name}`,
      x,
      sliceRows(weight, `${path}.net.0.proj.${name}.weight`, start, inner),
      sliceRows(bias, `${path}.net.0.proj.${name}.bias`, start, inner),
    );
  const value = half('value', 0);
  const gate = graph.gelu(`${path}.net.0`, half('gate', inner));
  return linear(scope, `${path}.net.2`, graph.multiply(`${path}.net.0`, value, gate), inner, width);
}
