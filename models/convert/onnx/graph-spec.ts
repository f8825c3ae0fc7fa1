/**
 * An ONNX graph as plain data, before it is protobuf: the converters of single networks write it,
 * precision passes rewrite it, and `encode-model.ts` turns it into bytes. Weights are loaded one at
 * a time when they are written, so that a graph of gigabytes costs kilobytes here.
 */

/** Element types that occur in the packs, spelled as in TensorProto.DataType, in lower case. */
export type ElementType =
  'float' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'int4' | 'uint4' | 'bool';

/** A number, or the name of a dimension that is known only when the graph runs. */
export type Dimension = number | string;

/** An input or output of a graph. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

export type AttributeValue =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] };

/** The empty string is the standard domain; the other one holds onnxruntime's own operators. */
export type Domain = '' | 'com.microsoft';

export interface NodeSpec {
  readonly op: string;
  readonly domain: Domain;
  /** Unique in the graph; the path of the layer it came from, with slashes. */
  readonly name: string;
  /** An empty name is an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/**
 * What an initializer is for, which decides how it may be stored: `conv` is (out, in, kh, kw) and
 * the second input of a Conv, `linear` is (in, out), the second input of a MatMul. `constant` is
 * not a weight: shapes, masks, scales.
 */
export type InitializerRole = 'conv' | 'linear' | 'norm' | 'bias' | 'embedding' | 'constant';

/** A constant tensor of a graph. Row-major. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: InitializerRole;
  /**
   * True where quantisation to integers would cost more than it saves (norms, biases, the first and
   * last convolutions). It says nothing about half precision, which follows its operator.
   */
  readonly keepPrecision: boolean;
  readonly type: 'float' | 'int64';
  /** All elements; computed anew on each call, so keep what is needed twice. */
  load(): Promise<Float32Array | BigInt64Array>;
}

/** A whole graph: nodes in an order that can be executed, all float tensors declared `float`. */
export interface GraphSpec {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly NodeSpec[];
  readonly initializers: readonly Initializer[];
  /** Operators whose sums must not be taken in half precision, whatever precision the graph is in. */
  readonly float32Ops?: readonly string[];
}

export const int = (value: number): AttributeValue => ({ kind: 'int', value });
export const float = (value: number): AttributeValue => ({ kind: 'float', value });
export const text = (value: string): AttributeValue => ({ kind: 'string', value });
export const ints = (value: readonly number[]): AttributeValue => ({ kind: 'ints', value });
export const floats = (value: readonly number[]): AttributeValue => ({ kind: 'floats', value });
