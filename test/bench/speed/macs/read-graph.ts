import * as onnx from '../../../../models/convert/onnx/onnx-schema';
import { decodeMessage } from './decode-message';

/** `int64_data`, which other writers use for what ours puts into `raw_data`. */
const TENSOR = { ...onnx.TENSOR, int64Data: [7, 'packed-ints'] } as const;

/** A tensor whose shape is known, and its elements where they are few whole numbers. */
export interface KnownTensor {
  readonly shape: readonly number[];
  readonly values?: readonly number[] | undefined;
}

export interface GraphNode {
  readonly op: string;
  readonly name: string;
  /** An empty name is an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers of an attribute; one that is a single number is a list of one. */
  integers(attribute: string): readonly number[] | undefined;
}

/** What of an ONNX file says how large everything in it is. */
export interface OnnxGraph {
  readonly inputs: readonly string[];
  /** In an order that can be executed. */
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, KnownTensor>;
}

/** Reads the graph of an ONNX file; its weights may lie elsewhere. */
export function readGraph(model: Uint8Array): OnnxGraph {
  const [graph] = decodeMessage(onnx.MODEL, model).graph;
  if (graph === undefined) throw new Error('The file holds no ONNX graph.');
  const { node, initializer, input } = decodeMessage(onnx.GRAPH, graph);
  const initializers = new Map(initializer.map(readInitializer));
  const names = input.map((bytes) => decodeMessage(onnx.VALUE_INFO, bytes).name[0] ?? '');
  return {
    // Old files list their weights among the inputs.
    inputs: names.filter((name) => !initializers.has(name)),
    nodes: node.map(readNode),
    initializers,
  };
}

function readNode(bytes: Uint8Array): GraphNode {
  const { opType, name, input, output, attribute } = decodeMessage(onnx.NODE, bytes);
  const attributes = new Map(
    attribute.map((each) => {
      const { name: key, i, ints } = decodeMessage(onnx.ATTRIBUTE, each);
      return [key[0] ?? '', ints.length > 0 ? ints : i];
    }),
  );
  return {
    op: opType[0] ?? '',
    name: name[0] ?? '',
    inputs: input,
    outputs: output,
    integers: (key) => attributes.get(key),
  };
}

function readInitializer(bytes: Uint8Array): [string, KnownTensor] {
  const { name, dims, dataType, rawData, int64Data } = decodeMessage(TENSOR, bytes);
  const isInteger = dataType[0] === onnx.DATA_TYPE.int64;
  const values = isInteger ? (int64Data.length > 0 ? int64Data : rawIntegers(rawData[0])) : [];
  return [name[0] ?? '', { shape: dims, values: values.length > 0 ? values : undefined }];
}

function rawIntegers(raw: Uint8Array = new Uint8Array()): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: raw.byteLength / 8 }, (_, index) =>
    Number(view.getBigInt64(index * 8, true)),
  );
}
