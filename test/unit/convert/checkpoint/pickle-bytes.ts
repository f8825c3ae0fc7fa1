import { OP } from '../../../../models/convert/checkpoint/pickle/opcodes';
import { concat } from './safetensors-bytes';

/** A pickle written by hand, opcode by opcode. */
export type Piece = number | string | Uint8Array;

const encoder = new TextEncoder();

export function pickle(...pieces: readonly Piece[]): Uint8Array {
  const body = pieces.map((piece) => {
    if (typeof piece === 'number') return Uint8Array.of(piece);
    return typeof piece === 'string' ? encoder.encode(piece) : piece;
  });
  return concat([Uint8Array.of(OP.PROTO, 2), ...body, Uint8Array.of(OP.STOP)]);
}

export const text = (value: string): Uint8Array => {
  const bytes = encoder.encode(value);
  return concat([Uint8Array.of(OP.BINUNICODE), uint32(bytes.length), bytes]);
};

export const int = (value: number): Uint8Array => concat([Uint8Array.of(OP.BININT), uint32(value)]);

export const global = (module: string, name: string): Uint8Array =>
  encoder.encode(`c${module}\n${name}\n`);

export const tuple = (...items: readonly Piece[]): Uint8Array =>
  concat([OP.MARK, ...items, OP.TUPLE].map(bytes));

export const list = (...items: readonly Piece[]): Uint8Array =>
  concat([OP.EMPTY_LIST, OP.MARK, ...items, OP.APPENDS].map(bytes));

export const dict = (...items: readonly Piece[]): Uint8Array =>
  concat([OP.EMPTY_DICT, OP.MARK, ...items, OP.SETITEMS].map(bytes));

export function tensor(options: {
  storage?: string;
  key?: string;
  count: number;
  offset?: number;
  shape: readonly number[];
  strides: readonly number[];
}): Uint8Array {
  const { storage = 'FloatStorage', key = '0', count, offset = 0, shape, strides } = options;
  const id = tuple(text('storage'), global('torch', storage), text(key), text('cpu'), int(count));
  return concat([
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple(
      concat([id, bytes(OP.BINPERSID)]),
      int(offset),
      tuple(...shape.map(int)),
      tuple(...strides.map(int)),
      OP.NEWFALSE,
      concat([global('collections', 'OrderedDict'), bytes(OP.EMPTY_TUPLE), bytes(OP.REDUCE)]),
    ),
    bytes(OP.REDUCE),
  ]);
}

export function uint32(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
}

function bytes(piece: Piece): Uint8Array {
  if (typeof piece === 'number') return Uint8Array.of(piece);
  return typeof piece === 'string' ? encoder.encode(piece) : piece;
}
