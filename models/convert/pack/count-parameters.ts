import { Reader } from 'protobufjs/minimal.js';
import { OnestepError } from '../../../src/shared/errors';

/** Field numbers of onnx.proto, of the messages and for the facts that are read. */
const MODEL = { graph: 7 };
const GRAPH = { initializer: 5 };
const TENSOR = { dims: 1, dataType: 2, name: 8 };

/** TensorProto.DataType: what weights are stored in; int64 holds shapes, int8 and below holds codes. */
const FLOATS = [1, 10];
const INTEGER_CODES = [2, 3, 21, 22];

/** A scale belongs to a block of codes, it is no parameter of the network. */
const SCALES = /\/scales$/;
/** The spec's own constants: masks, ones and zeros of norms, scales of resizing. */
const CONSTANT = /^(?:ones|zeros|scales|integers)\/|^causal_mask$/;
const LINEAR_CODES_DIMS = 3;

/**
 * Weights and biases of an ONNX file as this converter writes it, or of any other with float weights.
 *
 * @throws OnestepError `pack-graph` when it is no ONNX file
 */
export function countParameters(model: Uint8Array): number {
  try {
    let count = 0;
    for (const graph of messages(model, MODEL.graph)) {
      for (const tensor of messages(graph, GRAPH.initializer)) count += parametersOf(tensor);
    }
    return count;
  } catch (thrown) {
    throw new OnestepError('pack-graph', {}, thrown);
  }
}

function parametersOf(bytes: Uint8Array): number {
  const reader = Reader.create(bytes);
  const dims: number[] = [];
  let type = 0;
  let name = '';
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = tag >>> 3;
    if (field === TENSOR.dims && (tag & 7) === 0) dims.push(Number(reader.int64()));
    else if (field === TENSOR.dims) {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) dims.push(Number(reader.int64()));
    } else if (field === TENSOR.dataType) type = reader.int32();
    else if (field === TENSOR.name) name = reader.string();
    else reader.skipType(tag & 7);
  }
  const elements = dims.reduce((product, side) => product * side, 1);
  if (SCALES.test(name) || CONSTANT.test(name)) return 0;
  if (FLOATS.includes(type)) return elements;
  if (!INTEGER_CODES.includes(type)) return 0;
  // MatMulNBits keeps blocks of 32 codes as bytes: 32 of them at 8 bits, 16 at 4.
  const isPacked = dims.length === LINEAR_CODES_DIMS && dims[2] === 16;
  return isPacked ? elements * 2 : elements;
}

/** The messages in one field, whole. */
function* messages(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  const reader = Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === wanted && (tag & 7) === 2) yield reader.bytes();
    else reader.skipType(tag & 7);
  }
}
