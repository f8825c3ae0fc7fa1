import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * What the publisher says about the bytes: SHA-256, or git's name of a blob (SHA-1 over a short
 * header and the bytes), which is all that hubs give for small files.
 */
export interface PublishedHash {
  readonly kind: 'sha256' | 'git-blob';
  /** Lower case. */
  readonly hex: string;
}

export interface Hasher {
  update(bytes: Uint8Array): void;
  hex(): string;
}

/** Node brings a faster one of its own. */
export type HasherFactory = (algorithm: 'sha1' | 'sha256') => Hasher;

/** For realms that have no streaming hash: about 200 MB/s. */
export const portableHasher: HasherFactory = (algorithm) => {
  const hash = algorithm === 'sha1' ? sha1.create() : sha256.create();
  return { update: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
};

/** A hasher that gives the `hex` of a published hash of this kind. */
export function startHash(kind: PublishedHash['kind'], size: number, make: HasherFactory): Hasher {
  if (kind === 'sha256') return make('sha256');
  const hasher = make('sha1');
  hasher.update(utf8ToBytes(`blob ${size}\0`));
  return hasher;
}
