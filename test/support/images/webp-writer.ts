import { bytesOf } from './png-writer';

/** A WebP file of these chunks, with lengths and padding. */
export function joinWebp(
  chunks: readonly { readonly type: string; readonly data: Uint8Array }[],
): Uint8Array {
  const body = bytesOf(
    Buffer.from('WEBP', 'latin1'),
    ...chunks.flatMap(({ type, data }) => [
      Buffer.from(type, 'latin1'),
      uint32(data.length),
      data,
      new Uint8Array(data.length % 2),
    ]),
  );
  return bytesOf(Buffer.from('RIFF', 'latin1'), uint32(body.length), body);
}

/** The first chunk of the extended format. */
export function extendedHeader(flags: number, width: number, height: number): Uint8Array {
  return Uint8Array.of(flags, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1));
}

/** The picture chunk of a simple file (`VP8 ` or `VP8L`). */
export function pictureChunk(webp: Uint8Array): { type: string; data: Uint8Array } {
  const file = Buffer.from(webp.buffer, webp.byteOffset, webp.byteLength);
  const length = file.readUInt32LE(16);
  return { type: file.toString('latin1', 12, 16), data: webp.subarray(20, 20 + length) };
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function uint24(value: number): number[] {
  return [value & 255, (value >> 8) & 255, value >> 16];
}
