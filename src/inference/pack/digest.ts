import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileOnDisk } from './source';

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

/** The converter's shards have at most 64 MiB, and the largest tensor, which has its own, about 100. */
const MAX_WHOLE_BYTES = 128 * 2 ** 20;
const STEP_BYTES = 4 * 2 ** 20;

/**
 * SHA-256 in lower-case hex of a file that stays on its disk. What browsers have hashes six times as
 * fast as any script, but only what is in memory: a shard at a time is, and a larger file never.
 */
export async function sha256HexOfFile(file: FileOnDisk): Promise<string> {
  if (file.size <= MAX_WHOLE_BYTES) return sha256Hex(new Uint8Array(await file.arrayBuffer()));
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += STEP_BYTES) {
    const step = file.slice(at, Math.min(at + STEP_BYTES, file.size));
    hash.update(new Uint8Array(await step.arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
