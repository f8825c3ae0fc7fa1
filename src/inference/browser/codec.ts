import { OnestepError, toOnestepError } from '../../shared/errors';
import { STANDARD_QUALITY } from '../../shared/limits';
import type { OutputFormat } from '../engine';
import type { ImageCodec } from '../image/codec';
import { hasTransparency } from '../image/output-format';
import type { Raster } from '../image/raster';
import { encodePng } from './png-encoder';

/** Pixels are read in pieces, so that the memory beside the picture stays small: 8 MB each. */
const PIECE_WIDTH_PX = 4096;
const PIECE_HEIGHT_PX = 256;

/** How a canvas stores its pixels. */
type CanvasDepth = 'unorm8' | 'float16';

/** Pictures on the browser's own decoders and `OffscreenCanvas`, for a worker of any origin. */
export function createBrowserCodec(): ImageCodec {
  return { decode, encode };
}

async function decode(bytes: Uint8Array): Promise<Raster> {
  const bitmap = await decodeBitmap(bytes);
  try {
    return readPixels(bitmap);
  } catch (error) {
    // Nothing is left that depends on the file, only room for its pixels.
    throw toOnestepError(error, 'engine-memory');
  } finally {
    bitmap.close();
  }
}

async function decodeBitmap(bytes: Uint8Array): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      premultiplyAlpha: 'none',
      imageOrientation: 'from-image',
      colorSpaceConversion: 'default',
    });
  } catch (error) {
    throw new OnestepError('image-undecodable', {}, error);
  }
}

/**
 * A canvas holds premultiplied colours. In 8 bit that costs up to 127 levels of colour at alpha 1;
 * in half floats every colour of every alpha but 0 comes back exactly (all 65,025 pairs tried in
 * Chromium 156). A browser without half-float canvases ignores the wish and falls back to 8 bit,
 * whose loss cannot be seen where the picture is laid over something.
 */
function readPixels(bitmap: ImageBitmap): Raster {
  const { width, height } = bitmap;
  const data = new Uint8ClampedArray(width * height * 4);
  const pieceWidth = Math.min(width, PIECE_WIDTH_PX);
  const pieceHeight = Math.min(height, PIECE_HEIGHT_PX);
  const context = createContext(pieceWidth, pieceHeight, 'float16');
  context.globalCompositeOperation = 'copy';

  for (let top = 0; top < height; top += pieceHeight) {
    const rows = Math.min(pieceHeight, height - top);
    for (let left = 0; left < width; left += pieceWidth) {
      const columns = Math.min(pieceWidth, width - left);
      context.drawImage(bitmap, -left, -top);
      const piece = context.getImageData(0, 0, columns, rows).data;
      for (let row = 0; row < rows; row++) {
        data.set(
          piece.subarray(row * columns * 4, (row + 1) * columns * 4),
          ((top + row) * width + left) * 4,
        );
      }
    }
  }
  return { width, height, data };
}

async function encode(
  raster: Raster,
  format: OutputFormat,
  quality = STANDARD_QUALITY,
): Promise<Uint8Array> {
  const transparent = hasTransparency(raster);
  try {
    // The canvas is the faster encoder, but would write premultiplied colours.
    if (format === 'png' && transparent) return await encodePng(raster);
    return await encodeCanvas(raster, transparent, {
      type: `image/${format}`,
      quality: quality / 100,
    });
  } catch (error) {
    throw toOnestepError(error, 'image-unencodable');
  }
}

async function encodeCanvas(
  { width, height, data }: Raster,
  transparent: boolean,
  wanted: Required<ImageEncodeOptions>,
): Promise<Uint8Array> {
  const context = createContext(width, height, transparent ? 'float16' : 'unorm8');
  const pixels = data as Uint8ClampedArray<ArrayBuffer>;
  context.putImageData(new ImageData(pixels, width, height), 0, 0);
  // Below a quality of 100 Chromium halves the colour of a JPEG in both directions, which still is
  // all that a source of half the size had.
  const blob = await context.canvas.convertToBlob(wanted);
  // A browser that lacks the format writes PNG instead.
  if (blob.type !== wanted.type) {
    throw new OnestepError('image-unencodable', {}, `${blob.type} instead of ${wanted.type}`);
  }
  return new Uint8Array(await blob.arrayBuffer());
}

/** @throws OnestepError `engine-memory` where no canvas of this size can be had. */
function createContext(
  width: number,
  height: number,
  colorType: CanvasDepth,
): OffscreenCanvasRenderingContext2D {
  // Kept in main memory: the pixels go to and fro between the canvas and arrays.
  const settings = { willReadFrequently: true, colorType };
  const context = new OffscreenCanvas(width, height).getContext('2d', settings);
  if (context === null) {
    throw new OnestepError('engine-memory', {}, `no ${width} x ${height} canvas`);
  }
  return context;
}
