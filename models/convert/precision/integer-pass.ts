import { int, type GraphSpec, type Initializer, type NodeSpec } from '../onnx/graph-spec';
import { blocksAlong, quantizeConv, quantizeLinear, type IntegerWeights } from './integer-weights';
import { BLOCK_SIZE, type WeightBits } from './quantize-block';
import {
  elementCount,
  littleEndian,
  loadFloats,
  storeExactly,
  storeHalf,
} from './store-initializer';
import type { ClampReport, StoredGraph, StoredInitializer } from './stored-graph';

/** TensorProto.DataType */
const FLOAT = 1;

/**
 * Weights as integers, everything computed in float32: for GPUs without half precision as well as
 * for a small download. Convolutions get a DequantizeLinear in front (opset 21, blocks along the
 * input channels), products become MatMulNBits. Embeddings are stored in half precision and cast
 * back, which onnxruntime does once, when it loads the graph. What the spec wants kept, and what no
 * kernel takes as integers, stays float32.
 */
export function integerPass(graph: GraphSpec, bits: WeightBits, report: ClampReport): StoredGraph {
  const users = weightUsers(graph);
  const plans = new Map<string, WeightPlan>();
  for (const initializer of graph.initializers) {
    const plan = planWeight(initializer, users.get(initializer.name) ?? [], bits, report);
    if (plan !== null) plans.set(initializer.name, plan);
  }
  const nodes: NodeSpec[] = [];
  const prepared = new Set<string>();
  for (const node of graph.nodes) {
    let product = node;
    for (const name of node.inputs) {
      const plan = plans.get(name);
      // Just in front of the first user, so that few restored weights are in memory at once.
      if (plan?.restore !== undefined && !prepared.has(name)) {
        prepared.add(name);
        nodes.push(plan.restore);
      }
      product = plan?.replace?.(node) ?? product;
    }
    nodes.push(product);
  }
  return {
    name: graph.name,
    inputs: graph.inputs,
    outputs: graph.outputs,
    nodes,
    initializers: graph.initializers.flatMap(
      (initializer) => plans.get(initializer.name)?.stored ?? [storeExactly(initializer)],
    ),
  };
}

interface WeightPlan {
  readonly stored: readonly StoredInitializer[];
  /** Makes the tensor under its old name of what is stored. */
  readonly restore?: NodeSpec;
  /** What takes the place of a node that reads the tensor. */
  readonly replace?: (node: NodeSpec) => NodeSpec;
}

interface WeightUser {
  readonly node: NodeSpec;
  readonly place: number;
}

function weightUsers(graph: GraphSpec): Map<string, WeightUser[]> {
  const names = new Set(graph.initializers.map(({ name }) => name));
  const users = new Map<string, WeightUser[]>();
  for (const node of graph.nodes) {
    for (const [place, name] of node.inputs.entries()) {
      if (names.has(name)) users.set(name, [...(users.get(name) ?? []), { node, place }]);
    }
  }
  return users;
}

function planWeight(
  initializer: Initializer,
  users: readonly WeightUser[],
  bits: WeightBits,
  report: ClampReport,
): WeightPlan | null {
  const { name, shape, role, type, keepPrecision } = initializer;
  const only = (op: string): boolean =>
    users.length > 0 &&
    users.every(({ node, place }) => node.op === op && node.domain === '' && place === 1);
  if (role === 'embedding' && type === 'float') {
    const half = { ...storeHalf(initializer, report), name: codesOf(name) };
    return { stored: [half], restore: cast(name) };
  }
  if (keepPrecision) return null;
  if (role === 'conv' && shape.length === 4 && only('Conv')) {
    return { stored: storeConv(initializer, bits), restore: dequantizer(name) };
  }
  if (role === 'linear' && shape.length === 2 && only('MatMul')) {
    return {
      stored: storeLinear(initializer, bits),
      replace: (node) => productNode(node, initializer, bits),
    };
  }
  return null;
}

const codesOf = (weight: string): string => `${weight}/codes`;
const scalesOf = (weight: string): string => `${weight}/scales`;

function cast(weight: string): NodeSpec {
  return {
    op: 'Cast',
    domain: '',
    name: `cast/${weight}`,
    inputs: [codesOf(weight)],
    outputs: [weight],
    attributes: { to: int(FLOAT) },
  };
}

function dequantizer(weight: string): NodeSpec {
  return {
    op: 'DequantizeLinear',
    domain: '',
    name: `dequantize/${weight}`,
    inputs: [codesOf(weight), scalesOf(weight)],
    outputs: [weight],
    attributes: { axis: int(1), block_size: int(BLOCK_SIZE) },
  };
}

function productNode(node: NodeSpec, { name, shape }: Initializer, bits: WeightBits): NodeSpec {
  return {
    ...node,
    op: 'MatMulNBits',
    domain: 'com.microsoft',
    inputs: [node.inputs[0]!, codesOf(name), scalesOf(name)],
    attributes: {
      K: int(shape[0]!),
      N: int(shape[1]!),
      bits: int(bits),
      block_size: int(BLOCK_SIZE),
    },
  };
}

function storeConv(initializer: Initializer, bits: WeightBits): StoredInitializer[] {
  const { name, shape } = initializer;
  const [outputs = 0, inputs = 0, height = 0, width = 0] = shape;
  const quantized = shared(async () =>
    quantizeConv(await loadFloats(initializer), [outputs, inputs, height * width], bits),
  );
  return [
    {
      name: codesOf(name),
      type: bits === 8 ? 'int8' : 'int4',
      shape,
      byteLength: Math.ceil((elementCount(shape) * bits) / 8),
      inline: false,
      store: async () => (await quantized()).codes,
    },
    storeScales(scalesOf(name), [outputs, blocksAlong(inputs), height, width], quantized),
  ];
}

function storeLinear(initializer: Initializer, bits: WeightBits): StoredInitializer[] {
  const { name, shape } = initializer;
  const [inputs = 0, outputs = 0] = shape;
  const quantized = shared(async () =>
    quantizeLinear(await loadFloats(initializer), [inputs, outputs], bits),
  );
  const codesShape = [outputs, blocksAlong(inputs), (BLOCK_SIZE * bits) / 8];
  return [
    {
      name: codesOf(name),
      type: 'uint8',
      shape: codesShape,
      byteLength: elementCount(codesShape),
      inline: false,
      store: async () => (await quantized()).codes,
    },
    storeScales(scalesOf(name), [outputs, blocksAlong(inputs)], quantized),
  ];
}

function storeScales(
  name: string,
  shape: readonly number[],
  quantized: () => Promise<IntegerWeights>,
): StoredInitializer {
  return {
    name,
    type: 'float',
    shape,
    byteLength: elementCount(shape) * 4,
    inline: false,
    store: async () => littleEndian((await quantized()).scales),
  };
}

/** Codes and scales are asked for one after the other; the second answer ends the keeping of both. */
function shared<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    const answer = kept ?? make();
    kept = kept === null ? answer : null;
    return answer;
  };
}
