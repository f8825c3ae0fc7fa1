/**
 * An EXIF block (TIFF structure) whose only entry is the orientation.
 *
 * @param trailer bytes after the entry, where cameras keep a thumbnail
 */
export function writeExif(
  orientation: number,
  {
    littleEndian = false,
    trailer = new Uint8Array(),
  }: { littleEndian?: boolean; trailer?: Uint8Array } = {},
): Uint8Array {
  const block = new Uint8Array(26 + trailer.length);
  const view = new DataView(block.buffer);
  block.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, 8, littleEndian);
  view.setUint16(8, 1, littleEndian);
  view.setUint16(10, 0x0112, littleEndian);
  view.setUint16(12, 3, littleEndian);
  view.setUint32(14, 1, littleEndian);
  view.setUint16(18, orientation, littleEndian);
  view.setUint32(22, 0, littleEndian);
  block.set(trailer, 26);
  return block;
}
