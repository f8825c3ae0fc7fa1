import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** What is used of Web Crypto, which Node and secure pages have, and null-origin frames have not. */
interface Digester {
  digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>;
}

/** SHA-256 in lower-case hex; natively where that can be had, which is several times faster. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const { crypto } = globalThis as { crypto?: { subtle?: Digester } };
  if (crypto?.subtle === undefined) return bytesToHex(sha256(bytes));
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
