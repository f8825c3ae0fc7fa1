import type { ElementType, NodeSpec, ValueInfo } from '../onnx/graph-spec';

/** What a pack can be made in. */
export const PRECISIONS = ['fp32', 'fp16', 'int8', 'int4'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** A tensor in the form in which it is written, made when it is needed. */
export interface StoredInitializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** True for shapes and scalars: they belong into the ONNX file, where shape inference sees them. */
  readonly inline: boolean;
  /** ONNX's raw data: little-endian, row-major, two 4-bit codes a byte with the first one low. */
  store(): Promise<Uint8Array>;
}

/** A graph after its precision pass: inputs and outputs as in the spec, tensors as they are stored. */
export interface StoredGraph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly NodeSpec[];
  readonly initializers: readonly StoredInitializer[];
}

/** Told about weights that half precision could not hold. */
export type ClampReport = (initializer: string, clamped: number) => void;

/** What the tensors of a graph take, in bytes. */
export function weightBytes({ initializers }: Pick<StoredGraph, 'initializers'>): number {
  return initializers.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
