import type { StageDump } from '../../inference/engine';

/** The header's length is rounded up to this, so that the tensors behind it are aligned. */
const ALIGNMENT = 8;

/**
 * Tensors as a safetensors file: the header's length as a little-endian 64-bit integer, the header
 * in JSON, then the tensors one after another, little-endian, row-major.
 */
export function writeSafetensors(tensors: StageDump): Uint8Array {
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, { data, dims }]) => {
      const begin = end;
      end += data.byteLength;
      const dtype = data instanceof Float32Array ? 'F32' : 'I64';
      return [name, { dtype, shape: dims, data_offsets: [begin, end] }];
    }),
  );
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(json, 8);
  let at = 8 + headerLength;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}
