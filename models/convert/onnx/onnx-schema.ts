/**
 * The part of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that packs need.
 * Fields are in the order of their numbers, so that the same graph is always the same bytes.
 */
import type { ElementType } from './graph-spec';
import type { MessageSchema } from './message';

export const MODEL = {
  irVersion: [1, 'int'],
  producerName: [2, 'string'],
  graph: [7, 'message'],
  opsetImport: [8, 'message'],
} as const satisfies MessageSchema;

export const OPERATOR_SET = {
  domain: [1, 'string'],
  version: [2, 'int'],
} as const satisfies MessageSchema;

export const GRAPH = {
  node: [1, 'message'],
  name: [2, 'string'],
  initializer: [5, 'message'],
  input: [11, 'message'],
  output: [12, 'message'],
} as const satisfies MessageSchema;

export const NODE = {
  input: [1, 'string'],
  output: [2, 'string'],
  name: [3, 'string'],
  opType: [4, 'string'],
  attribute: [5, 'message'],
  domain: [7, 'string'],
} as const satisfies MessageSchema;

export const ATTRIBUTE = {
  name: [1, 'string'],
  f: [2, 'float'],
  i: [3, 'int'],
  s: [4, 'string'],
  floats: [7, 'float'],
  ints: [8, 'int'],
  type: [20, 'int'],
} as const satisfies MessageSchema;

/** AttributeProto.AttributeType */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

export const TENSOR = {
  dims: [1, 'packed-ints'],
  dataType: [2, 'int'],
  name: [8, 'string'],
  rawData: [9, 'bytes'],
  externalData: [13, 'message'],
  dataLocation: [14, 'int'],
} as const satisfies MessageSchema;

/** TensorProto.DataLocation */
export const DATA_LOCATION_EXTERNAL = 1;

/** TensorProto.DataType */
export const DATA_TYPE: Readonly<Record<ElementType, number>> = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  uint4: 21,
  int4: 22,
};

export const STRING_ENTRY = {
  key: [1, 'string'],
  value: [2, 'string'],
} as const satisfies MessageSchema;

export const VALUE_INFO = {
  name: [1, 'string'],
  type: [2, 'message'],
} as const satisfies MessageSchema;

export const TYPE = { tensorType: [1, 'message'] } as const satisfies MessageSchema;

export const TENSOR_TYPE = {
  elemType: [1, 'int'],
  shape: [2, 'message'],
} as const satisfies MessageSchema;

export const SHAPE = { dim: [1, 'message'] } as const satisfies MessageSchema;

export const DIMENSION = {
  dimValue: [1, 'int'],
  dimParam: [2, 'string'],
} as const satisfies MessageSchema;
