/**
 * Files of a repository on the Hugging Face Hub, with their sizes and hashes, by its tree API:
 * https://huggingface.co/docs/hub/api
 */
import { OnestepError } from '../../../src/shared/errors';
import { decodeUtf8 } from '../checkpoint/utf8';
import type { RemoteFile } from './download-file';
import type { HubLocation } from './location';
import type { Network } from './network';
import type { PublishedHash } from './published-hash';
import { request, type RequestTarget } from './request';
import { CutConnection, withRetries } from './retry';

export const DEFAULT_HUB = 'https://huggingface.co';

/** A page of the list takes 200 KB; a checkpoint has some twenty files. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;
const MAX_PAGES = 20;
const NEXT_PAGE = /<([^>]+)>\s*;\s*rel="next"/;

export interface HubAccess {
  readonly network: Network;
  /** The hub's address without a slash at the end; mirrors have others. */
  readonly endpoint?: string | undefined;
  /** Sent to the hub only. */
  readonly token?: string | undefined;
}

/** A file of a repository whose size is known, as everything on the hub. */
export interface HubFile extends RemoteFile {
  readonly size: number;
}

/**
 * @returns the files below `location.path` by their path relative to it; a location that is a file
 *   gives one entry with an empty path
 * @throws OnestepError `download-forbidden`, `download-failed` (details: url), `cancelled`
 */
export async function listHubFiles(
  location: HubLocation,
  access: HubAccess,
): Promise<ReadonlyMap<string, HubFile>> {
  const { repository, revision, path } = location;
  const endpoint = access.endpoint ?? DEFAULT_HUB;
  const headers =
    access.token === undefined ? undefined : { Authorization: `Bearer ${access.token}` };
  const parent = parentOf(path);
  const tree = ['tree', encodeURIComponent(revision), ...encodedParts(parent)].join('/');
  const files = new Map<string, HubFile>();
  let page: string | null = `${endpoint}/api/models/${repository}/${tree}?recursive=true`;
  for (let pages = 0; page !== null; pages++) {
    if (pages === MAX_PAGES) throw badList(page, 'the list does not end');
    const { entries, next } = await readPage({ url: page, headers }, access.network);
    for (const entry of entries) {
      const file = readEntry(entry, page);
      if (file === null) continue;
      const relative = relativeTo(path, file.path);
      if (relative === null) continue;
      const resolve = ['resolve', encodeURIComponent(revision), ...encodedParts(file.path)];
      const url = `${endpoint}/${repository}/${resolve.join('/')}`;
      files.set(relative, { url, headers, size: file.size, hash: file.hash });
    }
    // A token goes to the hub and nowhere else, whatever the list says.
    if (next !== null && !next.startsWith(`${endpoint}/`)) throw badList(page, `next is ${next}`);
    page = next;
  }
  return files;
}

interface Page {
  readonly entries: readonly unknown[];
  readonly next: string | null;
}

function readPage(target: RequestTarget, network: Network): Promise<Page> {
  return withRetries(network, target.url, async () => {
    const answer = await request(network, target);
    try {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.chunks()) {
        size += chunk.length;
        if (size > MAX_PAGE_BYTES) throw badList(target.url, 'the list is too long');
        chunks.push(chunk);
      }
      const next = NEXT_PAGE.exec(answer.header('link') ?? '')?.[1] ?? null;
      return { entries: parsePage(joined(chunks, size), target.url), next };
    } finally {
      answer.close();
    }
  });
}

function parsePage(bytes: Uint8Array, url: string): readonly unknown[] {
  let entries: unknown;
  try {
    entries = JSON.parse(decodeUtf8(bytes, url));
  } catch (error) {
    // Half a page is what a cut connection leaves when no length was announced.
    throw new CutConnection(`the list of files: ${String(error)}`);
  }
  if (!Array.isArray(entries)) throw badList(url, 'it is no list');
  return entries;
}

/** @returns null for a folder */
function readEntry(
  entry: unknown,
  url: string,
): { path: string; size: number; hash: PublishedHash } | null {
  const { type, path, size, oid, lfs } = (entry ?? {}) as Record<string, unknown>;
  if (type !== 'file') return null;
  const large = lfs as { oid?: unknown } | null | undefined;
  const hash = large == null ? hashOf('git-blob', oid, 40) : hashOf('sha256', large.oid, 64);
  if (typeof path !== 'string' || !Number.isSafeInteger(size) || hash === null) {
    throw badList(url, 'an entry without path, size or hash');
  }
  return { path, size: size as number, hash };
}

function hashOf(kind: PublishedHash['kind'], hex: unknown, digits: number): PublishedHash | null {
  if (typeof hex !== 'string' || hex.length !== digits || !/^[0-9a-f]+$/.test(hex)) return null;
  return { kind, hex };
}

/** The API lists folders; what is asked for may be a file. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function relativeTo(base: string, path: string): string | null {
  if (base === '') return path;
  if (path === base) return '';
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : null;
}

function encodedParts(path: string): string[] {
  return path === '' ? [] : path.split('/').map(encodeURIComponent);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function badList(url: string, cause: string): OnestepError {
  return new OnestepError('download-failed', { url }, cause);
}
