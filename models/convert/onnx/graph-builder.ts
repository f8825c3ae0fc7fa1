import type {
  AttributeValue,
  Domain,
  GraphSpec,
  Initializer,
  InitializerRole,
  NodeSpec,
  ValueInfo,
} from './graph-spec';
import { float, int, ints, text } from './graph-spec';
import { transpose } from './transpose';

/** The name of a tensor that flows through the graph. */
export type Value = string;

/** Float32 numbers that are read when the graph is written. Row-major. */
export interface WeightSource {
  readonly name: string;
  readonly shape: readonly number[];
  load(): Promise<Float32Array>;
}

export interface ConvOptions {
  /** The same in both directions; 1 unless told. */
  readonly stride?: number;
  /** Zeros added at top, left, bottom, right; none unless told. */
  readonly pads?: readonly [number, number, number, number];
  /** See `Initializer.keepPrecision`. */
  readonly keepPrecision?: boolean;
}

/**
 * Writes a graph layer by layer, in terms of operators that have kernels on WebGPU: group norms are
 * composed of InstanceNormalization, attention is onnxruntime's MultiHeadAttention. Pictures are
 * (1, channels, height, width), sequences (1, tokens, channels). `path` names the layer; a node is
 * called `path/Operator`.
 */
export class GraphBuilder {
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly nodes: NodeSpec[] = [];
  private readonly initializers = new Map<string, Initializer>();
  private readonly nodeNames = new Set<string>();

  constructor(private readonly name: string) {}

  input(info: ValueInfo): Value {
    this.inputs.push(info);
    return info.name;
  }

  /** Names `value` as a result of the graph, by renaming it at the node that makes it. */
  output(value: Value, info: ValueInfo): void {
    const index = this.nodes.findIndex((node) => node.outputs.includes(value));
    const maker = this.nodes[index];
    if (!maker) throw new Error(`${value} is not made by a node`);
    this.nodes[index] = {
      ...maker,
      outputs: maker.outputs.map((name) => (name === value ? info.name : name)),
    };
    this.outputs.push(info);
  }

  build(): GraphSpec {
    return {
      name: this.name,
      inputs: this.inputs,
      outputs: this.outputs,
      nodes: this.nodes,
      initializers: [...this.initializers.values()],
    };
  }

  /** A float tensor of the checkpoint. One that is named again is stored once. */
  weight(source: WeightSource, role: InitializerRole, keepPrecision: boolean): Value {
    const { name, shape } = source;
    if (!this.initializers.has(name)) {
      const load = () => source.load();
      this.initializers.set(name, { name, shape, role, keepPrecision, type: 'float', load });
    }
    return name;
  }

  /** Numbers that no checkpoint holds. */
  constant(name: string, shape: readonly number[], values: () => Float32Array): Value {
    return this.weight({ name, shape, load: async () => values() }, 'constant', true);
  }

  /** Whole numbers such as the target of a Reshape, shared by all nodes that need the same. */
  integers(values: readonly number[]): Value {
    const name = `integers/${values.join('_')}`;
    if (!this.initializers.has(name)) {
      this.initializers.set(name, {
        name,
        shape: [values.length],
        role: 'constant',
        keepPrecision: true,
        type: 'int64',
        load: async () => BigInt64Array.from(values, BigInt),
      });
    }
    return name;
  }

  conv(
    path: string,
    x: Value,
    weight: WeightSource,
    bias: WeightSource,
    { stride = 1, pads = [0, 0, 0, 0], keepPrecision = false }: ConvOptions = {},
  ): Value {
    const [, , height = 1, width = 1] = weight.shape;
    const inputs = [x, this.weight(weight, 'conv', keepPrecision), this.weight(bias, 'bias', true)];
    return this.node('Conv', path, inputs, {
      kernel_shape: ints([height, width]),
      strides: ints([stride, stride]),
      pads: ints(pads),
    });
  }

  /**
   * Group normalisation of a picture. The groups are put side by side along the height while the
   * width stays, so that both reshapes are constants whatever the size of the picture.
   */
  groupNorm(
    path: string,
    x: Value,
    scale: WeightSource,
    bias: WeightSource,
    groups: number,
    epsilon: number,
  ): Value {
    const channels = scale.shape[0]!;
    const ones = this.constant(`ones/${groups}`, [groups], () => new Float32Array(groups).fill(1));
    const zeros = this.constant(`zeros/${groups}`, [groups], () => new Float32Array(groups));
    const grouped = this.reshape(`${path}/group`, x, [0, groups, -1, 0]);
    const even = this.node('InstanceNormalization', path, [grouped, ones, zeros], {
      epsilon: float(epsilon),
    });
    const apart = this.reshape(`${path}/ungroup`, even, [0, channels, -1, 0]);
    const perChannel = (source: WeightSource, role: InitializerRole): Value =>
      this.weight({ ...source, shape: [channels, 1, 1], load: () => source.load() }, role, true);
    return this.add(
      path,
      this.multiply(path, apart, perChannel(scale, 'norm')),
      perChannel(bias, 'norm'),
    );
  }

  /** Over the last dimension. */
  layerNorm(
    path: string,
    x: Value,
    scale: WeightSource,
    bias: WeightSource,
    epsilon: number,
  ): Value {
    const inputs = [x, this.weight(scale, 'norm', true), this.weight(bias, 'norm', true)];
    return this.node('LayerNormalization', path, inputs, {
      axis: int(-1),
      epsilon: float(epsilon),
    });
  }

  /** `weight` is (out, in) as PyTorch keeps it; the graph holds its transpose. */
  linear(path: string, x: Value, weight: WeightSource, bias: WeightSource | null): Value {
    const [outputs, inputs] = weight.shape as readonly [number, number];
    const turned: WeightSource = {
      name: weight.name,
      shape: [inputs, outputs],
      load: async () => transpose(await weight.load(), outputs, inputs),
    };
    const product = this.node('MatMul', path, [x, this.weight(turned, 'linear', false)]);
    return bias === null ? product : this.add(path, product, this.weight(bias, 'bias', true));
  }

  silu(path: string, x: Value): Value {
    return this.multiply(`${path}/silu`, x, this.node('Sigmoid', `${path}/silu`, [x]));
  }

  /** The exact one, by the error function. */
  gelu(path: string, x: Value): Value {
    return this.node('Gelu', path, [x], {}, 'com.microsoft');
  }

  /**
   * Scaled by 1/√(width of a head). `query`, `key` and `value` are sequences; `bias`, if given, is
   * added to the scores, (1, 1, tokens of the query, tokens of the key).
   */
  multiHeadAttention(
    path: string,
    query: Value,
    key: Value,
    value: Value,
    heads: number,
    bias?: Value,
  ): Value {
    const inputs = bias === undefined ? [query, key, value] : [query, key, value, '', '', bias];
    const attributes = { num_heads: int(heads) };
    return this.node('MultiHeadAttention', path, inputs, attributes, 'com.microsoft');
  }

  /** A picture as a sequence of its pixels, row by row. */
  pixelsAsTokens(path: string, x: Value, channels: number): Value {
    return this.transpose(
      `${path}/tokens`,
      this.reshape(`${path}/tokens`, x, [0, channels, -1]),
      [0, 2, 1],
    );
  }

  /** Back again; `like` is a picture of the size and the channels wanted. */
  tokensAsPixels(path: string, x: Value, like: Value): Value {
    const shape = this.node('Shape', `${path}/pixels`, [like]);
    const planes = this.transpose(`${path}/pixels`, x, [0, 2, 1]);
    return this.node('Reshape', `${path}/pixels`, [planes, shape]);
  }

  /** Every pixel becomes a square of four. */
  enlargeTwice(path: string, x: Value): Value {
    const scales = this.constant('scales/1_1_2_2', [4], () => Float32Array.of(1, 1, 2, 2));
    return this.node('Resize', path, [x, '', scales], NEAREST);
  }

  /** Nearest neighbour to the height and width of `like`; `channels` are those of `x`. */
  enlargeTo(path: string, x: Value, channels: number, like: Value): Value {
    const size = this.node('Shape', path, [like], { start: int(2) });
    const sizes = this.node('Concat', path, [this.integers([1, channels]), size], {
      axis: int(0),
    });
    return this.node('Resize', path, [x, '', '', sizes], NEAREST);
  }

  concatChannels(path: string, first: Value, second: Value): Value {
    return this.node('Concat', path, [first, second], { axis: int(1) });
  }

  gather(path: string, table: Value, indices: Value): Value {
    return this.node('Gather', path, [table, indices], { axis: int(0) });
  }

  add(path: string, a: Value, b: Value): Value {
    return this.node('Add', path, [a, b]);
  }

  multiply(path: string, a: Value, b: Value): Value {
    return this.node('Mul', path, [a, b]);
  }

  private reshape(path: string, x: Value, shape: readonly number[]): Value {
    return this.node('Reshape', path, [x, this.integers(shape)]);
  }

  private transpose(path: string, x: Value, order: readonly number[]): Value {
    return this.node('Transpose', path, [x], { perm: ints(order) });
  }

  private node(
    op: string,
    path: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain: Domain = '',
  ): Value {
    const name = this.freeName(`${path}/${op}`);
    const output = `${name}:0`;
    this.nodes.push({ op, domain, name, inputs, outputs: [output], attributes });
    return output;
  }

  private freeName(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.nodeNames.has(name); n++) name = `${wanted}_${n}`;
    this.nodeNames.add(name);
    return name;
  }
}

/** As PyTorch's interpolate does it: the source pixel is floor(target · size / target size). */
const NEAREST = {
  mode: text('nearest'),
  coordinate_transformation_mode: text('asymmetric'),
  nearest_mode: text('floor'),
} as const;
