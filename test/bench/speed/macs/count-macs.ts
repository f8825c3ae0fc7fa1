import type { GraphNode, KnownTensor, OnnxGraph } from './read-graph';
import { product, SHAPE_RULES } from './shape-rules';

type Inputs = readonly (KnownTensor | undefined)[];
/** @param elements of the node's answer */
type MacRule = (inputs: Inputs, elements: number, node: GraphNode) => number;

/** Products that are summed up, by operator; all others cost nothing to speak of beside these. */
const MAC_RULES: Readonly<Record<string, MacRule>> = {
  Conv: ([, weight], elements) => elements * product(weight!.shape.slice(1)),
  MatMul: ([a], elements) => elements * a!.shape.at(-1)!,
  MatMulNBits: ([x], elements) => elements * x!.shape.at(-1)!,
  Gemm: ([a], elements, node) => elements * a!.shape[node.integers('transA')?.[0] === 1 ? 0 : 1]!,
  // Query by key, and the weights that come of it by value.
  MultiHeadAttention: ([query, key], elements) => 2 * elements * tokensOf(key ?? query!),
};

/**
 * Multiply-accumulates of one run: convolutions, matrix products and attention.
 *
 * @param inputShapes of every input of the graph
 * @throws Error that names an operator of which the shape is not known
 */
export function countMacs(
  { inputs, nodes, initializers }: OnnxGraph,
  inputShapes: ReadonlyMap<string, readonly number[]>,
): number {
  const known = new Map<string, KnownTensor>(initializers);
  for (const name of inputs) {
    const shape = inputShapes.get(name);
    if (shape === undefined) throw new Error(`No shape was given for the input ${name}.`);
    known.set(name, { shape });
  }
  let macs = 0;
  for (const node of nodes) {
    const rule = SHAPE_RULES[node.op];
    if (rule === undefined) throw new Error(`The shape of ${node.op} (${node.name}) is not known.`);
    const given = node.inputs.map((name) => known.get(name));
    const answers = rule(node, given);
    for (const [index, name] of node.outputs.entries()) {
      const answer = answers[index];
      if (answer !== undefined) known.set(name, answer);
    }
    macs += MAC_RULES[node.op]?.(given, product(answers[0]!.shape), node) ?? 0;
  }
  return macs;
}

/** Of a sequence (batch, tokens, …), or of heads (batch, heads, tokens, width). */
function tokensOf({ shape }: KnownTensor): number {
  return shape.length === 4 ? shape[2]! : shape[1]!;
}
