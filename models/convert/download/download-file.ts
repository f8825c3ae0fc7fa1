/**
 * Brings one file over, from where an earlier run stopped. Trusts nothing that a server says about
 * lengths, and hands over only what is complete and, where a hash is published, right.
 */
import { throwIfCancelled } from '../../../src/shared/cancel';
import { OnestepError } from '../../../src/shared/errors';
import { parseContentRange, parseUnsatisfiedRange } from './content-range';
import { checkFreeBytes } from './disk-room';
import type { Network } from './network';
import type { PartialFile, PartialState } from './partial-file';
import {
  portableHasher,
  startHash,
  type HasherFactory,
  type PublishedHash,
} from './published-hash';
import { request, type Answer, type RequestTarget } from './request';
import { CutConnection, withRetries } from './retry';

const HASH_STEP_BYTES = 4 * 1024 * 1024;
/** A file that changes while it is fetched is begun again, but not for ever. */
const MAX_RESTARTS = 1;

export interface RemoteFile extends RequestTarget {
  /** As published apart from the file itself. In bytes. */
  readonly size?: number | undefined;
  readonly hash?: PublishedHash | undefined;
}

export interface DownloadProgress {
  readonly url: string;
  readonly doneBytes: number;
  /** Null when the server does not tell. */
  readonly totalBytes: number | null;
}

export interface DownloadOptions {
  readonly network: Network;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly makeHasher?: HasherFactory | undefined;
}

/**
 * @throws OnestepError `download-forbidden`, `download-failed`, `download-changed` (details: url),
 *   `disk-full` (details: needed), `cancelled`; what was fetched stays for the next run, except when
 *   it is not what was published
 */
export async function downloadFile(
  remote: RemoteFile,
  partial: PartialFile,
  options: DownloadOptions,
): Promise<void> {
  await new Download(remote, partial, options).run();
}

class Download {
  readonly #remote: RemoteFile;
  readonly #partial: PartialFile;
  readonly #options: DownloadOptions;
  #state: PartialState;
  #done = 0;
  #restarts = 0;

  constructor(remote: RemoteFile, partial: PartialFile, options: DownloadOptions) {
    this.#remote = remote;
    this.#partial = partial;
    this.#options = options;
    this.#state = this.#freshState(null, remote.size ?? null);
  }

  async run(): Promise<void> {
    await this.#resume();
    const { network } = this.#options;
    let complete = false;
    while (!complete) {
      const attempt = (): Promise<boolean> => this.#attempt();
      complete = await withRetries(network, this.#remote.url, attempt, () => this.#done);
    }
    await this.#verify();
    if ((await this.#partial.size()) !== this.#done) {
      await this.#partial.discard();
      const cause = 'somebody else wrote to the same download';
      throw new OnestepError('download-failed', { url: this.#remote.url }, cause);
    }
    await this.#partial.finish();
  }

  /** Takes over what an earlier run left, when it is a part of the same file. */
  async #resume(): Promise<void> {
    const state = await this.#partial.readState();
    const { url, size, hash } = this.#remote;
    const same =
      state?.url === url &&
      state.hash === (hash?.hex ?? null) &&
      (size === undefined || state.size === size);
    if (!same) return;
    this.#state = state;
    this.#done = await this.#partial.size();
  }

  /** @returns true when the file is complete */
  async #attempt(): Promise<boolean> {
    const { network } = this.#options;
    throwIfCancelled(network.signal);
    if (this.#done > 0 && this.#done === this.#state.size) return true;
    const answer = await request(network, this.#remote, { Range: `bytes=${this.#done}-` });
    try {
      if (answer.status === 416) return await this.#pastTheEnd(answer);
      const end = await this.#begin(answer);
      if (end === 'again') return false;
      await this.#receive(answer, end);
      // A server may answer less than was asked for; without a size the end of the body is the end.
      return this.#state.size === null || this.#done === this.#state.size;
    } finally {
      answer.close();
    }
  }

  /** @returns where this answer ends, null when it does not tell */
  async #begin(answer: Answer): Promise<number | null | 'again'> {
    const etag = answer.header('etag');
    if (answer.status === 200) {
      // The whole file: there are no ranges here, or the file is empty.
      const size = lengthOf(answer) ?? this.#remote.size ?? null;
      this.#checkPublishedSize(size);
      await this.#restart(etag, size);
      return size;
    }
    const range = parseContentRange(answer.header('content-range'));
    if (range === null || range.start !== this.#done) {
      const cause = `Content-Range “${answer.header('content-range')}” for ${this.#done}-`;
      throw new OnestepError('download-failed', { url: this.#remote.url }, cause);
    }
    this.#checkPublishedSize(range.total);
    if (this.#done === 0) await this.#restart(etag, range.total);
    else if (this.#hasChanged(etag, range.total)) return this.#beginAgain();
    // A part from a server that did not tell the size learns it now.
    this.#state = { ...this.#state, size: range.total };
    await this.#checkDisk();
    return range.end;
  }

  async #receive(answer: Answer, end: number | null): Promise<void> {
    for await (const bytes of answer.chunks()) {
      if (end !== null && this.#done + bytes.length > end) {
        const cause = `more than the ${end} bytes that were announced`;
        throw new OnestepError('download-failed', { url: this.#remote.url }, cause);
      }
      await this.#partial.append(bytes);
      this.#done += bytes.length;
      this.#report();
    }
    if (end !== null && this.#done < end) throw new CutConnection(`${this.#done} of ${end} bytes`);
  }

  /** With a published hash the bytes are judged at the end; servers of one hub differ in their tags. */
  #hasChanged(etag: string | null, size: number): boolean {
    if (this.#state.size !== null && this.#state.size !== size) return true;
    return this.#remote.hash === undefined && this.#state.etag !== etag;
  }

  async #beginAgain(): Promise<'again'> {
    if (this.#restarts++ >= MAX_RESTARTS) {
      await this.#partial.discard();
      throw new OnestepError('download-changed', { url: this.#remote.url });
    }
    await this.#restart(null, this.#remote.size ?? null);
    return 'again';
  }

  /** The server knows no bytes from here on: everything is there, or what is there is of another file. */
  async #pastTheEnd(answer: Answer): Promise<boolean> {
    const total = parseUnsatisfiedRange(answer.header('content-range'));
    if (total !== null) this.#checkPublishedSize(total);
    if (total === this.#done) {
      if (total === 0) await this.#restart(answer.header('etag'), 0);
      return true;
    }
    await this.#beginAgain();
    return false;
  }

  async #restart(etag: string | null, size: number | null): Promise<void> {
    this.#state = this.#freshState(etag, size);
    await this.#partial.restart(this.#state);
    this.#done = 0;
    await this.#checkDisk();
  }

  #freshState(etag: string | null, size: number | null): PartialState {
    return { url: this.#remote.url, etag, size, hash: this.#remote.hash?.hex ?? null };
  }

  #checkPublishedSize(size: number | null): void {
    const { url, size: published } = this.#remote;
    if (published === undefined || size === null || size === published) return;
    const cause = `${size} bytes, ${published} were published`;
    throw new OnestepError('download-changed', { url }, cause);
  }

  async #checkDisk(): Promise<void> {
    if (this.#state.size === null) return;
    checkFreeBytes(this.#state.size - this.#done, await this.#partial.freeBytes());
  }

  async #verify(): Promise<void> {
    const { url, hash } = this.#remote;
    if (hash === undefined) return;
    const hasher = startHash(hash.kind, this.#done, this.#options.makeHasher ?? portableHasher);
    for (let at = 0; at < this.#done; at += HASH_STEP_BYTES) {
      throwIfCancelled(this.#options.network.signal);
      hasher.update(await this.#partial.read(at, Math.min(HASH_STEP_BYTES, this.#done - at)));
    }
    if (hasher.hex() !== hash.hex) {
      await this.#partial.discard();
      throw new OnestepError('download-changed', { url }, `another ${hash.kind} was published`);
    }
  }

  #report(): void {
    const { onProgress } = this.#options;
    onProgress?.({
      url: this.#remote.url,
      doneBytes: this.#done,
      totalBytes: this.#state.size,
    });
  }
}

function lengthOf(answer: Answer): number | null {
  const encoding = answer.header('content-encoding') ?? 'identity';
  const length = Number(answer.header('content-length') ?? NaN);
  return encoding === 'identity' && Number.isSafeInteger(length) && length >= 0 ? length : null;
}
