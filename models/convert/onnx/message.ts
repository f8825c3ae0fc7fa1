import { Writer } from 'protobufjs/minimal.js';

/** How a field of a message is written; lists are repeated fields. */
export type FieldKind = 'int' | 'float' | 'string' | 'bytes' | 'message' | 'packed-ints';

/** Field names of a message with their numbers and kinds, as onnx.proto declares them. */
export type MessageSchema = Readonly<Record<string, readonly [number: number, kind: FieldKind]>>;

type FieldValue = number | string | Uint8Array;

/** Fields that are left out, or undefined, are not written. A `message` is already encoded. */
export type MessageFields<Schema extends MessageSchema> = {
  readonly [Name in keyof Schema]?: FieldValue | readonly FieldValue[] | undefined;
};

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/**
 * Encodes one message by its table. protobufjs' writer is used directly because its reflection
 * compiles code at run time, which the content security policy of a plugin forbids.
 */
export function encodeMessage<Schema extends MessageSchema>(
  schema: Schema,
  fields: MessageFields<Schema>,
): Uint8Array {
  const writer = Writer.create();
  for (const [name, [number, kind]] of Object.entries(schema)) {
    const value = (fields as Readonly<Record<string, FieldValue | readonly FieldValue[]>>)[name];
    if (value === undefined) continue;
    const list = Array.isArray(value) ? (value as readonly FieldValue[]) : [value as FieldValue];
    if (kind === 'packed-ints') {
      writer.uint32(tag(number, LENGTH_DELIMITED)).fork();
      for (const each of list) writer.int64(each as number);
      writer.ldelim();
    } else {
      for (const each of list) writeField(writer, number, kind, each);
    }
  }
  return writer.finish();
}

function writeField(writer: Writer, number: number, kind: FieldKind, value: FieldValue): void {
  switch (kind) {
    case 'int':
      writer.uint32(tag(number, VARINT)).int64(value as number);
      return;
    case 'float':
      writer.uint32(tag(number, FIXED_32)).float(value as number);
      return;
    case 'string':
      writer.uint32(tag(number, LENGTH_DELIMITED)).string(value as string);
      return;
    default:
      writer.uint32(tag(number, LENGTH_DELIMITED)).bytes(value as Uint8Array);
  }
}

function tag(number: number, wireType: number): number {
  return (number << 3) | wireType;
}
