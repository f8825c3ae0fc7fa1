import { pictureTypeOf } from '../import/picture-type';
import { Observable } from '../state/observable';

/** A picture of the document, ready to be drawn by the browser. */
export type CachedImage =
  | { readonly state: 'loading' }
  | { readonly state: 'missing' }
  | {
      readonly state: 'ready';
      readonly url: string;
      readonly width: number;
      readonly height: number;
    };

const MISSING = new Observable<CachedImage>({ state: 'missing' });

/** Object URLs and sizes of the document's pictures, made when first drawn and kept from then on. */
export class ImageCache {
  readonly #images = new Map<string, Observable<CachedImage>>();
  readonly #readBytes: (hash: string) => Uint8Array | undefined;

  constructor(readBytes: (hash: string) => Uint8Array | undefined) {
    this.#readBytes = readBytes;
  }

  get(hash: string | null): Observable<CachedImage> {
    if (hash === null) return MISSING;
    const known = this.#images.get(hash);
    if (known) return known;
    const bytes = this.#readBytes(hash);
    if (bytes === undefined) return MISSING;
    const image = new Observable<CachedImage>({ state: 'loading' });
    this.#images.set(hash, image);
    void loadImage(bytes).then((loaded) => image.set(loaded));
    return image;
  }
}

async function loadImage(bytes: Uint8Array): Promise<CachedImage> {
  const url = URL.createObjectURL(
    new Blob([new Uint8Array(bytes)], { type: pictureTypeOf(bytes) ?? '' }),
  );
  const element = new Image();
  element.src = url;
  try {
    await element.decode();
  } catch {
    return { state: 'missing' };
  }
  return { state: 'ready', url, width: element.naturalWidth, height: element.naturalHeight };
}
