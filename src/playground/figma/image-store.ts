import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { FIGMA_MAX_SIDE_PX } from '../../shared/limits';
import { readImageSize, type ImageSize } from './image-header';

interface ImageRecord {
  readonly bytes: Uint8Array;
  readonly size: ImageSize;
}

/** Hash under which Figma keeps an image: of its content, so the same bytes have the same one. */
export function imageHashOf(bytes: Uint8Array): string {
  return bytesToHex(sha1(bytes));
}

/** The encoded pictures of a document. Only ever grows: undo forgets uses of a picture, not the picture. */
export class ImageStore {
  readonly #records = new Map<string, ImageRecord>();

  /** What a user drops on the canvas, whose size the editor has found out by decoding. */
  add(bytes: Uint8Array, size: ImageSize): string {
    const hash = imageHashOf(bytes);
    if (!this.#records.has(hash)) this.#records.set(hash, { bytes: bytes.slice(), size });
    return hash;
  }

  /**
   * What a plugin hands to `createImage`.
   *
   * @throws Error with the texts that Figma documents.
   */
  addFromPlugin(bytes: unknown): string {
    if (!(bytes instanceof Uint8Array)) {
      throw new Error('in createImage: Expected "data" to have type Uint8Array');
    }
    if (bytes.length === 0) throw new Error('Image is too small');
    const size = readImageSize(bytes);
    if (!size) throw new Error('Image type is unsupported');
    if (size.width === 0 || size.height === 0) throw new Error('Image is too small');
    if (Math.max(size.width, size.height) > FIGMA_MAX_SIDE_PX)
      throw new Error('Image is too large');
    return this.add(bytes, size);
  }

  has(hash: string): boolean {
    return this.#records.has(hash);
  }

  bytesOf(hash: string): Uint8Array | undefined {
    return this.#records.get(hash)?.bytes.slice();
  }

  /** What all of them weigh. */
  get totalBytes(): number {
    return [...this.#records.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  sizeOf(hash: string): ImageSize | undefined {
    return this.#records.get(hash)?.size;
  }
}
