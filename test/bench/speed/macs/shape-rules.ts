/** What shape the answer of each operator has; only operators that occur in packs are here. */
import type { GraphNode, KnownTensor } from './read-graph';

type Shape = readonly number[];
/** @param inputs of the node; what is left out is undefined */
type ShapeRule = (
  node: GraphNode,
  inputs: readonly (KnownTensor | undefined)[],
) => readonly KnownTensor[];

const shapes =
  (rule: (node: GraphNode, inputs: readonly Shape[]) => Shape): ShapeRule =>
  (node, inputs) => [
    {
      shape: rule(
        node,
        inputs.map((input) => input?.shape ?? []),
      ),
    },
  ];

/** Values pass through, so that a cast shape is still a shape. */
const same: ShapeRule = (node, [first]) => node.outputs.map(() => first!);
const broadcast = shapes((_, inputs) => inputs.reduce(broadcastShapes));

export const SHAPE_RULES: Readonly<Record<string, ShapeRule>> = {
  ...Object.fromEntries(
    [
      ...['Abs', 'BiasAdd', 'BiasGelu', 'Cast', 'Clip', 'DequantizeLinear', 'Erf', 'FastGelu'],
      ...['Floor', 'Gelu', 'GroupNorm', 'Identity', 'InstanceNormalization', 'LayerNormalization'],
      ...['LeakyRelu', 'Neg', 'QuickGelu', 'Relu', 'Sigmoid', 'SkipLayerNormalization', 'Softmax'],
      ...['Sqrt', 'Swish', 'Tanh'],
    ].map((op) => [op, same]),
  ),
  ...Object.fromEntries(
    ['Add', 'Div', 'Max', 'Min', 'Mul', 'Pow', 'Sub'].map((op) => [op, broadcast]),
  ),
  BiasSplitGelu: shapes((_, [x]) => withLast(x!, x!.at(-1)! / 2)),
  Concat: (node, inputs) => {
    const [axis = 0] = node.integers('axis') ?? [];
    const all = inputs.map((input) => input!);
    const [first] = all;
    const at = axis < 0 ? axis + first!.shape.length : axis;
    const length = all.reduce((sum, { shape }) => sum + shape[at]!, 0);
    const known = all.every(({ values }) => values !== undefined);
    const values = known ? all.flatMap((tensor) => tensor.values!) : undefined;
    return [{ shape: withSide(first!.shape, at, length), values }];
  },
  Conv: shapes((node, [x, weight]) => {
    const sides = x!.length - 2;
    const strides = node.integers('strides') ?? new Array<number>(sides).fill(1);
    const dilations = node.integers('dilations') ?? new Array<number>(sides).fill(1);
    const pads = node.integers('pads') ?? new Array<number>(2 * sides).fill(0);
    const spatial = x!.slice(2).map((length, side) => {
      const reach = (weight![side + 2]! - 1) * dilations[side]! + 1;
      const padded = length + pads[side]! + pads[side + sides]!;
      return Math.floor((padded - reach) / strides[side]!) + 1;
    });
    return [x![0]!, weight![0]!, ...spatial];
  }),
  DepthToSpace: shapes((node, [x]) => {
    const [block = 1] = node.integers('blocksize') ?? [];
    const [batch, channels, height, width] = x as [number, number, number, number];
    return [batch, channels / block ** 2, height * block, width * block];
  }),
  Gather: shapes((node, [data, indices]) => {
    const [axis = 0] = node.integers('axis') ?? [];
    return [...data!.slice(0, axis), ...indices!, ...data!.slice(axis + 1)];
  }),
  Gemm: shapes((node, [a, b]) => [
    turned(a!, node.integers('transA'))[0]!,
    turned(b!, node.integers('transB'))[1]!,
  ]),
  MatMul: shapes((_, [a, b]) => [
    ...broadcastShapes(a!.slice(0, -2), b!.slice(0, -2)),
    a!.at(-2)!,
    b!.at(-1)!,
  ]),
  MatMulNBits: shapes((node, [x]) => withLast(x!, node.integers('N')![0]!)),
  // A packed query holds keys and values as well: (batch, tokens, heads, 3, width of a head).
  MultiHeadAttention: shapes((_, [query, , value]) =>
    query!.length === 5
      ? [query![0]!, query![1]!, query![2]! * query![4]!]
      : withLast(query!, value!.length === 3 ? value!.at(-1)! : query!.at(-1)!),
  ),
  Pad: (_, [x, pads]) => {
    const sides = x!.shape.length;
    const shape = x!.shape.map(
      (length, side) => length + pads!.values![side]! + pads!.values![side + sides]!,
    );
    return [{ shape }];
  },
  ReduceMean: reduce,
  ReduceSum: reduce,
  Reshape: (_, [x, target]) => {
    const wanted = target!.values!.map((length, side) => (length === 0 ? x!.shape[side]! : length));
    const known = product(wanted.filter((length) => length !== -1));
    return [
      { shape: wanted.map((length) => (length === -1 ? product(x!.shape) / known : length)) },
    ];
  },
  Resize: (_, [x, , scales, sizes]) => {
    if (sizes !== undefined) return [{ shape: sizes.values! }];
    // Scales are floats, which are not read: packs enlarge twice by them, and by nothing else.
    if (scales === undefined) throw new Error('Resize has neither scales nor sizes');
    const [batch, channels, height, width] = x!.shape as [number, number, number, number];
    return [{ shape: [batch, channels, height * 2, width * 2] }];
  },
  Shape: (node, [x]) => {
    const [start = 0] = node.integers('start') ?? [];
    const [end = x!.shape.length] = node.integers('end') ?? [];
    const values = x!.shape.slice(start, end);
    return [{ shape: [values.length], values }];
  },
  Slice: (_, [x, starts, ends, axes]) => {
    const shape = [...x!.shape];
    for (const [index, start] of starts!.values!.entries()) {
      const axis = axes?.values![index] ?? index;
      const length = x!.shape.at(axis)!;
      const from = (place: number): number =>
        Math.min(Math.max(place < 0 ? place + length : place, 0), length);
      shape[axis < 0 ? axis + shape.length : axis] = from(ends!.values![index]!) - from(start);
    }
    return [{ shape }];
  },
  Split: (node, [x, lengths]) => {
    const [axis = 0] = node.integers('axis') ?? [];
    const parts =
      lengths?.values ?? node.outputs.map(() => x!.shape.at(axis)! / node.outputs.length);
    return parts.map((length) => ({ shape: withSide(x!.shape, axis, length) }));
  },
  Squeeze: (_, [x, axes]) => {
    const dropped = axes?.values?.map((axis) => (axis < 0 ? axis + x!.shape.length : axis));
    return [
      {
        shape: x!.shape.filter((length, side) =>
          dropped === undefined ? length !== 1 : !dropped.includes(side),
        ),
      },
    ];
  },
  Transpose: shapes((node, [x]) => {
    const order = node.integers('perm') ?? x!.map((_, side) => x!.length - 1 - side);
    return order.map((side) => x![side]!);
  }),
  Unsqueeze: (_, [x, axes]) => {
    const shape = [...x!.shape];
    for (const axis of [...axes!.values!].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
    return [{ shape }];
  },
};

export function product(shape: Shape): number {
  return shape.reduce((whole, length) => whole * length, 1);
}

function reduce(node: GraphNode, [x, axes]: readonly (KnownTensor | undefined)[]): KnownTensor[] {
  const listed = axes?.values ?? node.integers('axes');
  const [keeps = 1] = node.integers('keepdims') ?? [];
  const isReduced = (side: number): boolean =>
    listed === undefined ||
    listed.some((axis) => (axis < 0 ? axis + x!.shape.length : axis) === side);
  const shape = x!.shape.flatMap((length, side) => {
    if (!isReduced(side)) return [length];
    return keeps === 1 ? [1] : [];
  });
  return [{ shape }];
}

function withSide(shape: Shape, side: number, length: number): Shape {
  return shape.map((known, index) => (index === side ? length : known));
}

function withLast(shape: Shape, length: number): Shape {
  return withSide(shape, shape.length - 1, length);
}

function turned(shape: Shape, flag: readonly number[] | undefined): Shape {
  return flag?.[0] === 1 ? [shape[1]!, shape[0]!] : shape;
}

function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, side) => {
    const [first, second] = [a, b].map((shape) => shape[side - rank + shape.length] ?? 1);
    return first === 1 ? second! : first!;
  });
}
