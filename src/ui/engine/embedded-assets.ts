/**
 * Files that the build put into the page (scripts/build/ui.mjs): gzip in base64, inside script tags
 * that no browser runs.
 */
import { OnestepError } from '../../shared/errors';

export interface EmbeddedAssets {
  names(): readonly string[];
  /** @throws OnestepError `engine-unavailable` when the file is missing or damaged. */
  read(name: string): Promise<Uint8Array>;
}

/**
 * Each file's text leaves the page when it is first read; what stays is the compressed file as a Blob,
 * outside the JavaScript heap, from which a restarted engine is served again.
 */
export function embeddedAssets(page: Document): EmbeddedAssets {
  const tags = new Map(
    [...page.querySelectorAll<HTMLScriptElement>('script[data-asset]')].map((tag) => [
      tag.dataset['asset'] ?? '',
      tag,
    ]),
  );
  const packed = new Map<string, Blob>();

  const take = (name: string): Blob => {
    const known = packed.get(name);
    if (known) return known;
    const tag = tags.get(name);
    if (!tag) throw new OnestepError('engine-unavailable', {}, `${name} is not in this build`);
    const blob = new Blob([decodeBase64(tag.textContent ?? '')]);
    tag.textContent = '';
    tag.remove();
    packed.set(name, blob);
    return blob;
  };

  return {
    names: () => [...tags.keys()],
    read: async (name) => {
      try {
        const unpacked = take(name).stream().pipeThrough(new DecompressionStream('gzip'));
        return new Uint8Array(await new Response(unpacked).arrayBuffer());
      } catch (thrown) {
        if (thrown instanceof OnestepError) throw thrown;
        throw new OnestepError('engine-unavailable', {}, `${name}: ${String(thrown)}`);
      }
    },
  };
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
