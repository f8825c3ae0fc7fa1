/** What `--base` and `--adapter` name, wherever it is: on disk, at an address, on a hub. */
import { createHash } from 'node:crypto';
import { OnestepError } from '../../../src/shared/errors';
import { weightFiles } from '../checkpoint/sharded';
import type { RemoteFile } from '../download/download-file';
import { urlInFolder } from '../download/folder-url';
import { listHubFiles, type HubAccess } from '../download/hub';
import { parseLocation, type CheckpointLocation, type HubLocation } from '../download/location';
import { isNotFound } from '../download/request';
import { checkFolderPath } from '../sources/folder-path';
import type { RandomAccessSource, SourceFolder } from '../sources/random-access-source';
import { FileCache, type FileCacheOptions } from './file-cache';
import { openFileSource } from './file-source';
import { openFolderSource } from './folder-source';

export interface CheckpointAccess extends FileCacheOptions, HubAccess {
  /** Where downloads are kept; `defaultCacheFolder()` unless somebody chose one. */
  readonly cacheFolder: string;
}

/** The parts of a diffusers folder that have weights to download. */
const COMPONENTS = ['unet', 'vae', 'text_encoder'] as const;
/** The name that OSEDiff's authors gave the file. */
const ADAPTER_FILE = 'osediff.pkl';
const MAX_NAME_LENGTH = 100;

/**
 * @param text a folder, `https://…` or `hf:owner/name@revision[/path]`
 * @returns a folder whose files are downloaded when they are opened
 * @throws OnestepError `option-invalid`, and what reading and downloading throw
 */
export async function openBase(text: string, access: CheckpointAccess): Promise<SourceFolder> {
  const location = parseLocation(text, '--base');
  if (location.kind === 'local') return openFolderSource(location.path);
  const cache = new FileCache(access.cacheFolder, access);
  return location.kind === 'hub'
    ? openHubFolder(location, text, access, cache)
    : openAddressFolder(location.url, text, cache);
}

/**
 * @param text a file, `https://…[#sha256=…]` or `hf:owner/name@revision[/path]`
 * @throws OnestepError `option-invalid`, and what reading and downloading throw
 */
export async function openAdapter(
  text: string,
  access: CheckpointAccess,
): Promise<RandomAccessSource> {
  const location = parseLocation(text, '--adapter');
  if (location.kind === 'local') return openFileSource(location.path);
  const cache = new FileCache(access.cacheFolder, access);
  if (location.kind === 'address') {
    return cache.open(remoteAt(location), addressPath(location.url));
  }
  const files = await listHubFiles(location, access);
  const path = files.has('') ? '' : ADAPTER_FILE;
  const file = files.get(path);
  if (file === undefined) throw new OnestepError('checkpoint-missing', { file: ADAPTER_FILE });
  return cache.open(file, hubPath(location, path));
}

async function openHubFolder(
  location: HubLocation,
  name: string,
  access: CheckpointAccess,
  cache: FileCache,
): Promise<SourceFolder> {
  const files = await listHubFiles(location, access);
  const paths = new Set(files.keys());
  await cache.checkRoom(
    COMPONENTS.flatMap((component) => weightFiles(paths, component)).map((path) => ({
      remote: files.get(path)!,
      path: hubPath(location, path),
    })),
  );
  return {
    name,
    async open(path) {
      checkFolderPath(path);
      const file = files.get(path);
      return file === undefined ? null : cache.open(file, hubPath(location, path));
    },
  };
}

function openAddressFolder(base: string, name: string, cache: FileCache): SourceFolder {
  return {
    name,
    async open(path) {
      checkFolderPath(path);
      const url = urlInFolder(base, path);
      try {
        return await cache.open({ url }, addressPath(url));
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
  };
}

function remoteAt(location: Extract<CheckpointLocation, { kind: 'address' }>): RemoteFile {
  const { url, sha256 } = location;
  return sha256 === undefined ? { url } : { url, hash: { kind: 'sha256', hex: sha256 } };
}

function hubPath({ repository, revision, path: base }: HubLocation, path: string): string {
  const parts = [base, path]
    .join('/')
    .split('/')
    .filter((part) => part !== '');
  return ['hub', repository.replace('/', '--'), `@${revision}`, ...parts].map(safeName).join('/');
}

/** Two addresses may end with the same name. */
function addressPath(url: string): string {
  const key = createHash('sha256').update(url).digest('hex').slice(0, 16);
  const name = url.split('?', 1)[0]!.split('/').pop()!;
  return ['address', key, `file-${name}`].map(safeName).join('/');
}

/** A name that every file system takes and that stays in its folder. */
function safeName(part: string): string {
  const safe = part.replace(/[^A-Za-z0-9._@-]/g, '_').slice(-MAX_NAME_LENGTH);
  return /^\.+$/.test(safe) ? `_${safe}` : safe;
}
