import { int, type GraphSpec, type NodeSpec, type ValueInfo } from '../onnx/graph-spec';
import { storeExactly, storeHalf } from './store-initializer';
import type { ClampReport, StoredGraph } from './stored-graph';

/** TensorProto.DataType */
const FLOAT = 1;
const FLOAT16 = 10;

/** Inputs that ONNX fixes to float32, by operator: the region and the scales of Resize. */
const FLOAT32_INPUTS: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2] };

/**
 * The whole graph in half precision. Its inputs and outputs stay float32, with casts just inside, so
 * that a pipeline need not know.
 */
export function halfPass(graph: GraphSpec, report: ClampReport): StoredGraph {
  const renamed = new Map<string, string>();
  const before: NodeSpec[] = [];
  const after: NodeSpec[] = [];
  for (const input of graph.inputs.filter(isFloat)) {
    renamed.set(input.name, `${input.name}/half`);
    before.push(cast(`cast/${input.name}`, input.name, `${input.name}/half`, FLOAT16));
  }
  for (const output of graph.outputs.filter(isFloat)) {
    renamed.set(output.name, `${output.name}/half`);
    after.push(cast(`cast/${output.name}`, `${output.name}/half`, output.name, FLOAT));
  }
  const name = (value: string): string => renamed.get(value) ?? value;
  const exact = namesOfFloat32Inputs(graph);
  return {
    name: graph.name,
    inputs: graph.inputs,
    outputs: graph.outputs,
    nodes: [
      ...before,
      ...graph.nodes.flatMap((node) => {
        const half = {
          ...castToHalf(node),
          inputs: node.inputs.map(name),
          outputs: node.outputs.map(name),
        };
        return graph.float32Ops?.includes(node.op) ? inFloat32(half) : [half];
      }),
      ...after,
    ],
    initializers: graph.initializers.map((initializer) =>
      exact.has(initializer.name) ? storeExactly(initializer) : storeHalf(initializer, report),
    ),
  };
}

const isFloat = ({ type }: ValueInfo): boolean => type === 'float';

function cast(name: string, input: string, output: string, to: number): NodeSpec {
  return {
    op: 'Cast',
    domain: '',
    name,
    inputs: [input],
    outputs: [output],
    attributes: { to: int(to) },
  };
}

/** The node between casts: it gets float32 and gives half precision. For nodes with float inputs only. */
function inFloat32(node: NodeSpec): NodeSpec[] {
  const wide = (value: string): string => `${node.name}/float32/${value}`;
  return [
    ...node.inputs.map((input) => cast(wide(input), input, wide(input), FLOAT)),
    { ...node, inputs: node.inputs.map(wide), outputs: node.outputs.map(wide) },
    ...node.outputs.map((output) => cast(`${wide(output)}/half`, wide(output), output, FLOAT16)),
  ];
}

/** A cast to float32 inside the graph means "to the type that the graph computes in". */
function castToHalf(node: NodeSpec): NodeSpec {
  const to = node.attributes['to'];
  if (node.op !== 'Cast' || to?.kind !== 'int' || to.value !== FLOAT) return node;
  return { ...node, attributes: { ...node.attributes, to: int(FLOAT16) } };
}

function namesOfFloat32Inputs(graph: GraphSpec): ReadonlySet<string> {
  return new Set(
    graph.nodes.flatMap(({ op, domain, inputs }) =>
      domain === '' ? (FLOAT32_INPUTS[op] ?? []).map((index) => inputs[index] ?? '') : [],
    ),
  );
}
