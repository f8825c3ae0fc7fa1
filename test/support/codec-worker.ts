/** Runs in Chromium: answers the requests of `browser-codec.ts` with the browser codec. */
import { createBrowserCodec } from '../../src/inference/browser/codec';
import { serializeError } from '../../src/shared/errors';
import type { CodecReply, CodecRequest } from './browser-codec';

const codec = createBrowserCodec();

self.onmessage = async ({ data: request }: MessageEvent<CodecRequest>) => {
  self.postMessage(await answer(request));
};

self.postMessage({ origin: self.origin, isSecure: self.isSecureContext });

async function answer({ method, bytes, width, height, format }: CodecRequest): Promise<CodecReply> {
  const given = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  try {
    if (method === 'decode') {
      const raster = await codec.decode(given);
      return { width: raster.width, height: raster.height, bytes: toBase64(raster.data) };
    }
    const data = new Uint8ClampedArray(given.buffer);
    return { width, height, bytes: toBase64(await codec.encode({ width, height, data }, format)) };
  } catch (error) {
    return { error: serializeError(error) };
  }
}

function toBase64(bytes: Uint8Array | Uint8ClampedArray): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}
