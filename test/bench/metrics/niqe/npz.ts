/** Reads the arrays of an .npz file, the zip of .npy files that NumPy writes. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

/** Two-dimensional float64 numbers, row by row; `data.length === rows * columns`. */
export interface NumberTable {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

const MAGIC = '\u0093NUMPY';
const HEADER_LENGTH_AT = 8;
const HEADER_AT = 10;

/**
 * @param bytes the whole file
 * @returns tables by name, without `.npy`
 * @throws Error when a member is not a two-dimensional float64 array
 */
export async function readNpz(bytes: Uint8Array): Promise<ReadonlyMap<string, NumberTable>> {
  const zip = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  const tables = new Map<string, NumberTable>();
  for (const entry of await zip.getEntries()) {
    if (entry.directory) continue;
    const name = entry.filename.replace(/\.npy$/, '');
    tables.set(name, readNpy(name, await entry.getData(new Uint8ArrayWriter())));
  }
  await zip.close();
  return tables;
}

/** Format 1.0: magic, version, length of a header that is a Python dictionary, header, numbers. */
function readNpy(name: string, bytes: Uint8Array): NumberTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataAt = HEADER_AT + view.getUint16(HEADER_LENGTH_AT, true);
  const header = Buffer.from(bytes.subarray(0, dataAt)).toString('latin1');
  const shape = /'shape': \((\d+), (\d+)\)/.exec(header);
  if (!header.startsWith(`${MAGIC}\u0001`) || !header.includes("'descr': '<f8'") || !shape) {
    throw new Error(`${name} is not a two-dimensional array of little-endian float64 numbers.`);
  }
  const [rows, columns] = [Number(shape[1]), Number(shape[2])];
  const isColumnMajor = header.includes("'fortran_order': True");
  const data = Float64Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const at = isColumnMajor ? column * rows + row : index;
    return view.getFloat64(dataAt + at * 8, true);
  });
  return { rows, columns, data };
}
