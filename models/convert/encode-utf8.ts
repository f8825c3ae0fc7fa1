/** In Node and in browsers, but not in the language's own library. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
