/** Pixel size of a picture, read from the first bytes of its file. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Size of a PNG, JPEG or GIF, the kinds that `createImage` takes; null for anything else. */
export function readImageSize(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPngSize(view) ?? readGifSize(view) ?? readJpegSize(view);
}

const PNG_SIGNATURE = [0x89504e47, 0x0d0a1a0a] as const;
const IHDR = 0x49484452;

function readPngSize(view: DataView): ImageSize | null {
  if (view.byteLength < 24) return null;
  if (view.getUint32(0) !== PNG_SIGNATURE[0] || view.getUint32(4) !== PNG_SIGNATURE[1]) return null;
  if (view.getUint32(12) !== IHDR) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

const GIF8 = 0x47494638;

function readGifSize(view: DataView): ImageSize | null {
  if (view.byteLength < 10 || view.getUint32(0) !== GIF8) return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

const JPEG_START = 0xffd8;

function readJpegSize(view: DataView): ImageSize | null {
  if (view.byteLength < 4 || view.getUint16(0) !== JPEG_START) return null;
  let offset = 2;
  while (offset + 9 <= view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      // Any number of fill bytes may stand before a marker.
      offset += 1;
    } else if (isStartOfFrame(marker)) {
      return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
    } else {
      offset += 2 + view.getUint16(offset + 2);
    }
  }
  return null;
}

/** SOF0 … SOF15 without the three codes in that range that mean tables. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
