import type { FetchLike, Network } from '../../../models/convert/download/network';
import { downloadFile } from '../../../models/convert/download/download-file';
import { sha256HexOfFile } from '../../inference/pack/digest';
import { loadDescription } from '../../inference/pack/load-pack';
import type { PackFile } from '../../inference/pack/latent-schema';
import { filesOf } from '../../inference/pack/pack-files';
import type { PackDescription } from '../../inference/pack/schema';
import { throwIfCancelled, type CancelSignal } from '../../shared/cancel';
import { OnestepError, toOnestepError } from '../../shared/errors';
import type { DownloadProgress } from '../page-api';
import type { BlobStore } from './blob-store';
import { PartialInMemory, PartialInStore } from './partial-weights';

export interface PackDownloadOptions {
  /** Address of the pack's folder, with a slash at the end. */
  readonly url: string;
  /** Null where nothing can be stored; the browser's HTTP cache has to do then. */
  readonly store: BlobStore | null;
  readonly signal: CancelSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/**
 * A pack of a host. Its files are fetched one after another when somebody asks for them, and kept under
 * their checksums, so that a file that several packs share is there once.
 *
 * Checksums are held here and nowhere else: while a file is fetched, before it gets its name, and each
 * time one that was kept is asked for, which may have rotted or be cut short. Only here can one that is
 * not what it should be be fetched again.
 */
export class PackDownload {
  readonly description: PackDescription;
  readonly #options: PackDownloadOptions;
  readonly #files: ReadonlyMap<string, PackFile>;
  readonly #descriptionFile: Blob;
  #queue: Promise<unknown> = Promise.resolve();
  #doneBytes = 0;
  #wantedBytes = 0;

  /**
   * Reads the pack's description.
   *
   * @throws OnestepError `download-failed`, `download-forbidden` (details: url), `pack-invalid`,
   * `pack-version`, `cancelled`
   */
  static async open(options: PackDownloadOptions): Promise<PackDownload> {
    const partial = new PartialInMemory();
    const remote = { url: `${options.url}pack.json` };
    // Not content-addressed, so the host is asked each time whether it has changed.
    const network = networkOf(options, 'no-cache', () =>
      options.onProgress({ done: 0, total: 0, retrying: true }),
    );
    await downloadFile(remote, partial, { network });
    const file = partial.whole();
    const description = loadDescription(new Uint8Array(await file.arrayBuffer()));
    return new PackDownload(options, description, file);
  }

  private constructor(options: PackDownloadOptions, description: PackDescription, file: Blob) {
    this.#options = options;
    this.description = description;
    this.#descriptionFile = file;
    this.#files = new Map(filesOf(description).map((listed) => [listed.file, listed]));
  }

  /**
   * @param path as in pack.json, or `pack.json` itself
   * @throws OnestepError `pack-missing` (path), `download-*`, `weights-*`, `cancelled`
   */
  async file(path: string): Promise<Blob> {
    if (path === 'pack.json') return this.#descriptionFile;
    const listed = this.#files.get(path);
    if (listed === undefined) throw new OnestepError('pack-missing', { path });
    this.#wantedBytes += listed.bytes;
    const opened = this.#queue.then(() => this.#keptOrFetched(listed));
    this.#queue = opened.catch(() => {
      // What is asked for again counts again.
      this.#wantedBytes -= listed.bytes;
    });
    return opened;
  }

  async #keptOrFetched(listed: PackFile): Promise<Blob> {
    const { store, signal } = this.#options;
    throwIfCancelled(signal);
    const kept = (await store?.get(listed.sha256)) ?? null;
    if (kept !== null && (await isIntact(kept, listed))) {
      this.#report(listed.bytes);
      this.#doneBytes += listed.bytes;
      return kept;
    }
    try {
      const fetched = await this.#fetch(listed).catch(async (thrown: unknown) => {
        // A broken copy may lie in a cache on the way: once more, past all of them.
        if (!isDamaged(thrown)) throw thrown;
        return this.#fetch(listed, 'reload');
      });
      this.#doneBytes += listed.bytes;
      return fetched;
    } catch (thrown) {
      // What the browser throws itself is about pieces that it kept and has no more.
      const error = toOnestepError(thrown, 'weights-storage-failed');
      // What a download calls the disk is the room that the browser grants.
      throw error.code === 'disk-full'
        ? new OnestepError('weights-storage-full', error.details)
        : error;
    }
  }

  async #fetch({ file, bytes, sha256 }: PackFile, cache?: RequestCache): Promise<Blob> {
    const { store, url } = this.#options;
    // The hash in the address makes it immutable for every cache on the way.
    const remote = {
      url: `${url}${file}?sha256=${sha256}`,
      size: bytes,
      hash: { kind: 'sha256', hex: sha256 },
    } as const;
    let done = 0;
    const options = {
      network: networkOf(
        this.#options,
        // What is stored here need not be in the browser's cache as well.
        cache ?? (store === null ? 'force-cache' : 'no-store'),
        () => this.#report(done, true),
      ),
      onProgress: ({ doneBytes }: { doneBytes: number }) => {
        done = doneBytes;
        this.#report(done);
      },
    };
    if (store === null) {
      const partial = new PartialInMemory();
      await downloadFile(remote, partial, options);
      return partial.whole();
    }
    await downloadFile(remote, new PartialInStore(store, sha256), options);
    const kept = await store.get(sha256);
    if (kept?.size !== bytes) throw new OnestepError('weights-storage-failed', {}, 'evicted');
    return kept;
  }

  #report(doneOfThis: number, retrying = false): void {
    const done = this.#doneBytes + doneOfThis;
    this.#options.onProgress({ done, total: this.#wantedBytes, retrying });
  }
}

function networkOf(
  { signal }: PackDownloadOptions,
  cache: RequestCache,
  onRetry: () => void,
): Network {
  return { fetch: browserFetch(cache), signal, onRetry };
}

/** `Range: bytes=0-` is left out: browsers cache whole answers better than ranges. */
function browserFetch(cache: RequestCache): FetchLike {
  return async (url, { headers, signal }) => {
    const { Range: range, ...others } = headers;
    const isPart = range !== undefined && range !== 'bytes=0-';
    return fetch(url, {
      headers: isPart ? headers : others,
      signal,
      cache,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  };
}

async function isIntact(kept: Blob, { bytes, sha256 }: PackFile): Promise<boolean> {
  if (kept.size !== bytes) return false;
  // The browser may drop a file between its name and its bytes.
  return (await sha256HexOfFile(kept).catch(() => null)) === sha256;
}

function isDamaged(thrown: unknown): boolean {
  return thrown instanceof OnestepError && thrown.code === 'download-changed';
}
