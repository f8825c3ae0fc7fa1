/** Writes tiny ONNX models: just as much protobuf as the engine's tests need. */

const FLOAT = 1;
const INT64 = 7;
/** Of a weight: beside the model. */
const EXTERNAL = 1;
const IR_VERSION = 8;
const OPSET = 17;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, string | number | readonly number[]>>;
}

export interface OnnxWeight {
  readonly name: string;
  readonly dims: readonly number[];
  /** float32, or int64 for the likes of shapes. */
  readonly values: ArrayLike<number> | BigInt64Array;
  /** Name of the file that holds its bytes, and nothing else; in the model itself by default. */
  readonly file?: string;
}

/** A float32 tensor that goes in; a name instead of a size leaves it open. */
export interface OnnxInput {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

export const IMAGE: OnnxInput = { name: 'image', dims: [1, 3, 'height', 'width'] };

export interface OnnxModel {
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxWeight[];
}

/** A model whose outputs are float32 with any four dimensions. */
export function writeOnnx({ inputs, outputs, nodes, weights }: OnnxModel): Uint8Array {
  const graph = message(
    ...nodes.map((node) => bytesField(1, writeNode(node))),
    bytesField(2, text('test')),
    ...weights.map((weight) => bytesField(5, writeWeight(weight))),
    ...inputs.map(({ name, dims }) => bytesField(11, writeValue(name, dims))),
    ...outputs.map((name) =>
      bytesField(12, writeValue(name, ['n', 'c', `${name}_height`, `${name}_width`])),
    ),
  );
  return message(
    intField(1, IR_VERSION),
    bytesField(7, graph),
    bytesField(8, message(bytesField(1, text('')), intField(2, OPSET))),
  );
}

function writeNode({ op, inputs, output, attributes = {} }: OnnxNode): Uint8Array {
  return message(
    ...inputs.map((name) => bytesField(1, text(name))),
    bytesField(2, text(output)),
    bytesField(4, text(op)),
    ...Object.entries(attributes).map(([name, value]) =>
      bytesField(5, writeAttribute(name, value)),
    ),
  );
}

function writeAttribute(name: string, value: string | number | readonly number[]): Uint8Array {
  const [INT, STRING, INTS] = [2, 3, 7];
  if (typeof value === 'string') {
    return message(bytesField(1, text(name)), bytesField(4, text(value)), intField(20, STRING));
  }
  return typeof value === 'number'
    ? message(bytesField(1, text(name)), intField(3, value), intField(20, INT))
    : message(
        bytesField(1, text(name)),
        ...value.map((entry) => intField(8, entry)),
        intField(20, INTS),
      );
}

/** What a weight's own file holds. */
export function weightBytes({ values }: Pick<OnnxWeight, 'values'>): Uint8Array {
  const numbers = values instanceof BigInt64Array ? values : Float32Array.from(values);
  return new Uint8Array(numbers.slice().buffer);
}

function writeWeight(weight: OnnxWeight): Uint8Array {
  const { name, dims, values, file } = weight;
  return message(
    ...dims.map((size) => intField(1, size)),
    intField(2, values instanceof BigInt64Array ? INT64 : FLOAT),
    bytesField(8, text(name)),
    ...(file === undefined
      ? [bytesField(9, weightBytes(weight))]
      : [
          bytesField(13, message(bytesField(1, text('location')), bytesField(2, text(file)))),
          intField(14, EXTERNAL),
        ]),
  );
}

function writeValue(name: string, dims: readonly (number | string)[]): Uint8Array {
  const shape = message(
    ...dims.map((size) =>
      bytesField(
        1,
        typeof size === 'number' ? message(intField(1, size)) : message(bytesField(2, text(size))),
      ),
    ),
  );
  const tensor = message(intField(1, FLOAT), bytesField(2, shape));
  return message(bytesField(1, text(name)), bytesField(2, message(bytesField(1, tensor))));
}

function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(fields));
}

function intField(field: number, value: number): Uint8Array {
  return message(varint(field << 3), varint(value));
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return message(varint((field << 3) | 2), varint(bytes.length), bytes);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
