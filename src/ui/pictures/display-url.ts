import { OnestepError } from '../../shared/errors';

export interface DisplayUrl {
  readonly url: string;
  release(): void;
}

/**
 * An address under which the browser has already decoded the picture, so that it appears whole. A
 * content policy without `blob:` refuses the first kind of address; a data: address is always allowed.
 *
 * @throws OnestepError `image-undecodable`.
 */
export async function displayUrl(blob: Blob): Promise<DisplayUrl> {
  const blobUrl = URL.createObjectURL(blob);
  if (await canShow(blobUrl)) {
    return { url: blobUrl, release: () => URL.revokeObjectURL(blobUrl) };
  }
  URL.revokeObjectURL(blobUrl);
  const dataUrl = await toDataUrl(blob);
  if (await canShow(dataUrl)) return { url: dataUrl, release: () => undefined };
  throw new OnestepError('image-undecodable');
}

async function canShow(url: string): Promise<boolean> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return true;
  } catch {
    return false;
  }
}

function toDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(new OnestepError('image-undecodable')));
    reader.readAsDataURL(blob);
  });
}
