import { concat } from './safetensors-bytes';

export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** 0 stored, 8 deflated (the bytes are not compressed, only the label says so). */
  readonly method?: number;
  /** What the directory says instead of the true place. */
  readonly offset?: number;
  readonly size?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const UTF8 = 0x800;
const MAX32 = 0xffffffff;

/** A zip archive with stored entries, or with lies in its directory. */
export function zipBytes(parts: readonly ZipPart[], options: { zip64?: boolean } = {}): Uint8Array {
  const { zip64 = false } = options;
  const chunks: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const part of parts) {
    const name = new TextEncoder().encode(part.name);
    const method = part.method ?? 0;
    const local = fields([4, LOCAL], [2, 20], [2, UTF8], [2, method], [2, 0], [2, 0], [4, 0],
      [4, part.bytes.length], [4, part.bytes.length], [2, name.length], [2, 0]); // prettier-ignore
    const size = part.size ?? part.bytes.length;
    const offset = part.offset ?? at;
    const extra = zip64 ? fields([2, 1], [2, 24], [8, size], [8, size], [8, offset]) : fields();
    const [size32, offset32] = zip64 ? [MAX32, MAX32] : [size, offset];
    central.push(
      fields([4, CENTRAL], [2, 45], [2, 45], [2, UTF8], [2, method], [2, 0], [2, 0], [4, 0],
        [4, size32], [4, size32], [2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0],
        [4, 0], [4, offset32]), // prettier-ignore
      name,
      extra,
    );
    chunks.push(local, name, part.bytes);
    at += local.length + name.length + part.bytes.length;
  }
  const directory = concat(central);
  const end64 = at + directory.length;
  const count = parts.length;
  const tail = zip64
    ? [
        fields([4, END64], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count],
          [8, directory.length], [8, at]), // prettier-ignore
        fields([4, LOCATOR64], [4, 0], [8, end64], [4, 1]),
      ]
    : [];
  const [count16, length32, at32] = zip64 ? [0xffff, MAX32, MAX32] : [count, directory.length, at];
  const end = fields([4, END], [2, 0], [2, 0], [2, count16], [2, count16], [4, length32], [4, at32], [2, 0]); // prettier-ignore
  return concat([...chunks, directory, ...tail, end]);
}

/** What `torch.save` writes. */
export function torchBytes(
  pickle: Uint8Array,
  storages: readonly Uint8Array[] = [],
  options: { zip64?: boolean; extra?: readonly ZipPart[] } = {},
): Uint8Array {
  const parts = [
    { name: 'x/data.pkl', bytes: pickle },
    { name: 'x/byteorder', bytes: new TextEncoder().encode('little') },
    ...storages.map((bytes, key) => ({ name: `x/data/${key}`, bytes })),
    { name: 'x/version', bytes: new TextEncoder().encode('3\n') },
  ];
  return zipBytes([...parts, ...(options.extra ?? [])], options);
}

function fields(...list: readonly (readonly [width: number, value: number])[]): Uint8Array {
  const out = new Uint8Array(list.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [width, value] of list) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return out;
}
