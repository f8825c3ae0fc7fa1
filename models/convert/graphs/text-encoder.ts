import type { TextConfig } from '../configs/text-config';
import { GraphBuilder, type Value } from '../onnx/graph-builder';
import type { GraphSpec } from '../onnx/graph-spec';
import { layerNorm, linear, type Scope } from './layers';
import type { Weights } from './weights';

/** Vanishes in the softmax, and is within half precision, which −∞ or −3e38 would not survive. */
const MASKED = -10_000;
const ROOT = 'text_model';

/**
 * CLIP's text tower: `token_ids` int64 (1, tokens) → `text_embeds` (1, tokens, width), the last
 * hidden state after the final norm. A token attends to those before it; pads are not masked.
 */
export function textEncoderGraph(config: TextConfig, weights: Weights): GraphSpec {
  const graph = new GraphBuilder('text_encoder');
  const scope: Scope = { graph, weights };
  const { width, tokens, epsilon } = config;

  const ids = graph.input({ name: 'token_ids', type: 'int64', shape: [1, tokens] });
  const embedding = (name: string, rows: number): Value =>
    graph.weight(
      weights.get(`${ROOT}.embeddings.${name}.weight`, [rows, width]),
      'embedding',
      true,
    );
  const words = graph.gather(
    `${ROOT}.embeddings`,
    embedding('token_embedding', config.vocabulary),
    ids,
  );
  let x = graph.add(`${ROOT}.embeddings`, words, embedding('position_embedding', tokens));
  // Numbers of the positions, which older files store.
  weights.ignore(`${ROOT}.embeddings.position_ids`);

  const mask = graph.constant('causal_mask', [1, 1, tokens, tokens], () => causalMask(tokens));
  for (let layer = 0; layer < config.layers; layer++) {
    x = encoderLayer(scope, `${ROOT}.encoder.layers.${layer}`, x, mask, config);
  }
  const result = layerNorm(scope, `${ROOT}.final_layer_norm`, x, width, epsilon);
  graph.output(result, { name: 'text_embeds', type: 'float', shape: [1, tokens, width] });
  return graph.build();
}

function encoderLayer(
  scope: Scope,
  path: string,
  x: Value,
  mask: Value,
  { width, innerWidth, heads, epsilon }: TextConfig,
): Value {
  const { graph } = scope;
  const first = layerNorm(scope, `${path}.layer_norm1`, x, width, epsilon);
  const project = (name: string, input: Value): Value =>
    linear(scope, `${path}.self_attn.${name}`, input, width, width);
  const mixed = graph.multiHeadAttention(
    `${path}.self_attn`,
    project('q_proj', first),
    project('k_proj', first),
    project('v_proj', first),
    heads,
    mask,
  );
  const attended = graph.add(`${path}.self_attn`, project('out_proj', mixed), x);

  const second = layerNorm(scope, `${path}.layer_norm2`, attended, width, epsilon);
  const inner = graph.gelu(
    `${path}.mlp`,
    linear(scope, `${path}.mlp.fc1`, second, width, innerWidth),
  );
  return graph.add(
    `${path}.mlp`,
    linear(scope, `${path}.mlp.fc2`, inner, innerWidth, width),
    attended,
  );
}

/** Zero on and below the diagonal. */
function causalMask(tokens: number): Float32Array {
  const mask = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) {
    mask.fill(MASKED, row * tokens + row + 1, (row + 1) * tokens);
  }
  return mask;
}
