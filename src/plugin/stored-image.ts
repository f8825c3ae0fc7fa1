import { OnestepError, type ErrorCode } from '../shared/errors';
import { withTimeLimit } from '../shared/with-time-limit';
import type { FigmaApi } from './figma-api';

/** Figma may have to download the picture first. */
const BYTES_LIMIT_MS = 60_000;
const SIZE_LIMIT_MS = 15_000;

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

type ImagesApi = Pick<FigmaApi, 'getImageByHash'>;

/**
 * The encoded file behind an image hash, byte for byte as Figma stores it.
 *
 * @throws OnestepError `image-missing`, `image-empty`, `image-timeout`
 */
export async function readPicture(
  figma: ImagesApi,
  imageHash: string,
): Promise<{ bytes: Uint8Array }> {
  const bytes = await fromImage(figma, imageHash, BYTES_LIMIT_MS, (image) => image.getBytesAsync());
  if (bytes.length === 0) throw new OnestepError('image-empty');
  return { bytes };
}

/**
 * Size in pixels as Figma stores it.
 *
 * @throws OnestepError `image-missing`, `image-timeout`
 */
export async function storedSize(figma: ImagesApi, imageHash: string): Promise<PixelSize> {
  const { width, height } = await fromImage(figma, imageHash, SIZE_LIMIT_MS, (image) =>
    image.getSizeAsync(),
  );
  if (!(width > 0 && height > 0)) throw new OnestepError('image-missing');
  return { width, height };
}

async function fromImage<T>(
  figma: ImagesApi,
  imageHash: string,
  limitMs: number,
  read: (image: Image) => Promise<T>,
): Promise<T> {
  const image = figma.getImageByHash(imageHash);
  if (!image) throw new OnestepError('image-missing');
  try {
    return await withTimeLimit(read(image), limitMs, () => new OnestepError('image-timeout'));
  } catch (thrown) {
    if (thrown instanceof OnestepError) throw thrown;
    throw new OnestepError('image-missing', {}, thrown);
  }
}

/** What Figma says when it refuses a picture, after its documentation. */
const REFUSALS: readonly (readonly [text: string, code: ErrorCode])[] = [
  ['too small', 'result-too-small'],
  ['too large', 'result-too-large'],
  ['unsupported', 'result-format-refused'],
];

/**
 * Gives an encoded picture to Figma. The sandbox keeps no copy.
 *
 * @throws OnestepError `result-too-small`, `result-too-large`, `result-format-refused`,
 * `result-refused`
 */
export function storeImage(figma: Pick<FigmaApi, 'createImage'>, bytes: Uint8Array): Image {
  try {
    return figma.createImage(bytes);
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const known = REFUSALS.find(([part]) => text.includes(part));
    throw new OnestepError(known?.[1] ?? 'result-refused', {}, thrown);
  }
}
