import { Reader } from 'protobufjs/minimal.js';
import type { FieldKind, MessageSchema } from '../../../../models/convert/onnx/message';

type Decoded = {
  int: number;
  float: number;
  string: string;
  bytes: Uint8Array;
  message: Uint8Array;
  'packed-ints': number;
};

/** Every field of a message as a list, empty where it is missing. A `message` is not decoded yet. */
export type DecodedMessage<Schema extends MessageSchema> = {
  readonly [Name in keyof Schema]: readonly Decoded[Schema[Name][1]][];
};

const LENGTH_DELIMITED = 2;

/** The way back from `encodeMessage`; fields that the table does not name are skipped. */
export function decodeMessage<Schema extends MessageSchema>(
  schema: Schema,
  bytes: Uint8Array,
): DecodedMessage<Schema> {
  const fields = Object.entries(schema).map(([name, [number, kind]]) => ({ name, number, kind }));
  const lists: Record<string, unknown[]> = Object.fromEntries(fields.map(({ name }) => [name, []]));
  const reader = Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = fields.find(({ number }) => number === tag >>> 3);
    if (field === undefined) reader.skipType(tag & 7);
    else lists[field.name]!.push(...readField(reader, field.kind, tag & 7));
  }
  return lists as DecodedMessage<Schema>;
}

function readField(reader: Reader, kind: FieldKind, wireType: number): unknown[] {
  switch (kind) {
    case 'int':
    case 'packed-ints': {
      // Writers may pack whole numbers or not, whatever the declaration says.
      if (wireType !== LENGTH_DELIMITED) return [Number(reader.int64())];
      const end = reader.uint32() + reader.pos;
      const values: number[] = [];
      while (reader.pos < end) values.push(Number(reader.int64()));
      return values;
    }
    case 'float':
      if (wireType !== LENGTH_DELIMITED) return [reader.float()];
      reader.skipType(wireType);
      return [];
    case 'string':
      return [reader.string()];
    default:
      return [reader.bytes()];
  }
}
