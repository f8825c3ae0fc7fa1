const SIGNATURES = [
  { type: 'image/png', offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', offset: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  // "RIFF", four bytes of length, "WEBP".
  { type: 'image/webp', offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
] as const;

export type PictureType = (typeof SIGNATURES)[number]['type'];

/** Kind of a picture file by its first bytes, whatever its name says. */
export function pictureTypeOf(file: Uint8Array): PictureType | undefined {
  return SIGNATURES.find(({ offset, bytes }) =>
    bytes.every((byte, index) => file[offset + index] === byte),
  )?.type;
}
