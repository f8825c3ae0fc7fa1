import type { UnetConfig } from '../configs/unet-config';
import { GraphBuilder, type Value } from '../onnx/graph-builder';
import type { GraphSpec, ValueInfo } from '../onnx/graph-spec';
import { linear, type Scope } from './layers';
import type { Weights } from './weights';

/** Where the UNet attends to the prompt. */
export interface PromptAttention {
  /** Of the transformer. */
  readonly path: string;
  readonly width: number;
}

/** What a prompt is to one of these places, as the UNet's inputs are called. */
export interface PromptKeys {
  readonly key: Value;
  readonly value: Value;
}

/** All of them, in the order in which the UNet comes to them. */
export function promptAttentions(config: UnetConfig): readonly PromptAttention[] {
  const { widths, layersPerBlock, attentionDown, attentionUp } = config;
  const last = widths.length - 1;
  const places = (block: string, width: number, count: number): PromptAttention[] =>
    Array.from({ length: count }, (_, layer) => ({ path: `${block}.attentions.${layer}`, width }));
  return [
    ...widths.flatMap((width, level) =>
      attentionDown[level] ? places(`down_blocks.${level}`, width, layersPerBlock) : [],
    ),
    ...places('mid_block', widths[last]!, 1),
    ...widths.flatMap((_, up) =>
      attentionUp[up] ? places(`up_blocks.${up}`, widths[last - up]!, layersPerBlock + 1) : [],
    ),
  ];
}

/** Of a place's key and value: (1, tokens, width of the place). */
export function promptKeyInfos(
  { path, width }: PromptAttention,
  tokens: number,
): { readonly key: ValueInfo; readonly value: ValueInfo } {
  const info = (what: string): ValueInfo => ({
    name: `${path}/${what}`,
    type: 'float',
    shape: [1, tokens, width],
  });
  return { key: info('key'), value: info('value') };
}

/**
 * The part of the UNet that sees nothing but the prompt: `text_embeds` (1, tokens, contextWidth) → a
 * key and a value for each place of `promptAttentions`. Apart from the UNet, because it is the same
 * for every tile of a picture.
 *
 * @param weights of the UNet with its adapter merged
 */
export function crossAttentionGraph(
  config: UnetConfig,
  weights: Weights,
  tokens: number,
): GraphSpec {
  const graph = new GraphBuilder('cross_attention');
  const scope: Scope = { graph, weights };
  const { contextWidth } = config;
  const context = graph.input({
    name: 'text_embeds',
    type: 'float',
    shape: [1, tokens, contextWidth],
  });
  for (const place of promptAttentions(config)) {
    const infos = promptKeyInfos(place, tokens);
    const attention = `${place.path}.transformer_blocks.0.attn2`;
    const project = (name: string): Value =>
      linear(scope, `${attention}.${name}`, context, contextWidth, place.width, { bias: false });
    graph.output(project('to_k'), infos.key);
    graph.output(project('to_v'), infos.value);
  }
  return graph.build();
}
