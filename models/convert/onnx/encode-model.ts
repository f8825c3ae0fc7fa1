import type { AttributeValue, ElementType, GraphSpec, NodeSpec, ValueInfo } from './graph-spec';
import { encodeMessage } from './message';
import * as onnx from './onnx-schema';

/** What the operators of the builder need. Blocked DequantizeLinear needs 21. */
export const DEFAULT_OPSET = 17;
const MICROSOFT_OPSET = 1;
/** 8 goes with opset 17, 10 with 21 (and its 4-bit types); later readers accept earlier ones. */
const irVersion = (opset: number): number => (opset >= 21 ? 10 : 8);

/** Where the elements of a tensor are: little-endian, row-major, 4-bit codes packed low first. */
export type TensorData =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'external';
      /** File next to the model. */
      readonly location: string;
      /** In bytes. */
      readonly offset: number;
      readonly length: number;
    };

export interface EncodedTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** The graph without its weights. */
export type GraphFrame = Pick<GraphSpec, 'name' | 'inputs' | 'outputs' | 'nodes'>;

/**
 * The bytes of an ONNX file. The same arguments give the same bytes everywhere.
 *
 * @param opset of the standard operators
 */
export function encodeModel(
  graph: GraphFrame,
  tensors: readonly EncodedTensor[],
  opset = DEFAULT_OPSET,
): Uint8Array {
  return encodeMessage(onnx.MODEL, {
    irVersion: irVersion(opset),
    producerName: 'onestep',
    graph: encodeMessage(onnx.GRAPH, {
      node: graph.nodes.map(encodeNode),
      name: graph.name,
      initializer: tensors.map(encodeTensor),
      input: graph.inputs.map(encodeValue),
      output: graph.outputs.map(encodeValue),
    }),
    opsetImport: operatorSets(graph.nodes, opset),
  });
}

/** A small graph in one file, with all its weights as they are. */
export async function encodeWholeModel(spec: GraphSpec): Promise<Uint8Array> {
  const tensors: EncodedTensor[] = [];
  for (const { name, type, shape, load } of spec.initializers) {
    const { buffer, byteOffset, byteLength } = await load();
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    tensors.push({ name, type, shape, data: { kind: 'inline', bytes } });
  }
  return encodeModel(spec, tensors);
}

function operatorSets(nodes: readonly NodeSpec[], opset: number): Uint8Array[] {
  const sets = [encodeMessage(onnx.OPERATOR_SET, { domain: '', version: opset })];
  if (nodes.some((node) => node.domain === 'com.microsoft')) {
    const fields = { domain: 'com.microsoft', version: MICROSOFT_OPSET };
    sets.push(encodeMessage(onnx.OPERATOR_SET, fields));
  }
  return sets;
}

function encodeNode({ op, domain, name, inputs, outputs, attributes }: NodeSpec): Uint8Array {
  return encodeMessage(onnx.NODE, {
    input: inputs,
    output: outputs,
    name,
    opType: op,
    attribute: Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value)),
    domain: domain === '' ? undefined : domain,
  });
}

const ATTRIBUTE_FIELD = {
  int: 'i',
  float: 'f',
  string: 's',
  ints: 'ints',
  floats: 'floats',
} as const;

function encodeAttribute(name: string, { kind, value }: AttributeValue): Uint8Array {
  const type = onnx.ATTRIBUTE_TYPE[kind];
  return encodeMessage(onnx.ATTRIBUTE, { name, [ATTRIBUTE_FIELD[kind]]: value, type });
}

function encodeTensor({ name, type, shape, data }: EncodedTensor): Uint8Array {
  const head = { dims: shape, dataType: onnx.DATA_TYPE[type], name };
  if (data.kind === 'inline') return encodeMessage(onnx.TENSOR, { ...head, rawData: data.bytes });
  const entries = [
    ['location', data.location],
    ['offset', String(data.offset)],
    ['length', String(data.length)],
  ] as const;
  return encodeMessage(onnx.TENSOR, {
    ...head,
    externalData: entries.map(([key, value]) => encodeMessage(onnx.STRING_ENTRY, { key, value })),
    dataLocation: onnx.DATA_LOCATION_EXTERNAL,
  });
}

function encodeValue({ name, type, shape }: ValueInfo): Uint8Array {
  const dims = shape.map((side) =>
    encodeMessage(
      onnx.DIMENSION,
      typeof side === 'number' ? { dimValue: side } : { dimParam: side },
    ),
  );
  const tensorType = encodeMessage(onnx.TENSOR_TYPE, {
    elemType: onnx.DATA_TYPE[type],
    shape: encodeMessage(onnx.SHAPE, { dim: dims }),
  });
  return encodeMessage(onnx.VALUE_INFO, {
    name,
    type: encodeMessage(onnx.TYPE, { tensorType }),
  });
}
