/** One request and its answer, with every failure sorted: try again, give up, or say why not. */
import { OnestepError } from '../../../src/shared/errors';
import { NETWORK_DEFAULTS, type FetchResponse, type Network } from './network';
import { CutConnection } from './retry';
import { orCancelled } from './wait';

// As in `wait.ts`: everywhere, and named nowhere.
declare const AbortController: new () => { readonly signal: never; abort(): void };

const BUSY = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Hubs answer 401 for repositories that do not exist, so as not to tell which do. */
const CLOSED = new Set([401, 403, 404, 410, 451]);

export interface RequestTarget {
  readonly url: string;
  /** For example a token; not sent on to another host by a redirect, which `fetch` sees to. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface Answer {
  readonly status: number;
  header(name: string): string | null;
  /**
   * The body as it comes.
   *
   * @throws CutConnection, OnestepError `cancelled`
   */
  chunks(): AsyncGenerator<Uint8Array>;
  /** Hangs up; called always, also after the end. */
  close(): void;
}

/**
 * @param extra headers of this request alone
 * @throws CutConnection for what may pass, OnestepError `download-forbidden`, `download-failed`
 *   (details: url, status), `cancelled`
 */
export async function request(
  network: Network,
  target: RequestTarget,
  extra: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { stallMs } = { ...NETWORK_DEFAULTS, ...network };
  const connection = new AbortController();
  try {
    // A body that is packed on the way has other lengths than the file.
    const headers = { 'Accept-Encoding': 'identity', ...target.headers, ...extra };
    // Called by itself: a browser's `fetch` refuses to be a method of something else.
    const { fetch } = network;
    const answered = fetch(target.url, { headers, signal: connection.signal });
    const response = await orCancelled(answered.catch(cut), stallMs, network.signal);
    checkStatus(response, target.url);
    return {
      status: response.status,
      header: (name) => response.headers.get(name),
      chunks: () => chunksOf(response, network, stallMs),
      close: () => connection.abort(),
    };
  } catch (error) {
    connection.abort();
    throw error;
  }
}

async function* chunksOf(
  response: FetchResponse,
  network: Network,
  stallMs: number,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  for (;;) {
    const { done, value } = await orCancelled(reader.read().catch(cut), stallMs, network.signal);
    if (done) return;
    if (value !== undefined) yield value;
  }
}

/** `fetch` has one kind of error for everything between a wrong name and a pulled plug. */
function cut(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  throw new CutConnection(cause instanceof Error ? cause.message || cause.name : String(cause));
}

function checkStatus({ status, headers }: FetchResponse, url: string): void {
  if (BUSY.has(status)) {
    const seconds = Number(headers.get('retry-after') ?? NaN);
    const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
    throw new CutConnection(`status ${status}`, retryAfterMs);
  }
  if (CLOSED.has(status)) {
    throw new OnestepError('download-forbidden', { url, status }, `status ${status}`);
  }
  // 416 says something about the range, which the caller asked for.
  if (status !== 200 && status !== 206 && status !== 416) {
    throw new OnestepError('download-failed', { url, status }, `status ${status}`);
  }
}

/** True for the answer to a file that is not there, as opposed to one that is closed. */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof OnestepError &&
    error.code === 'download-forbidden' &&
    (error.details['status'] === 404 || error.details['status'] === 410)
  );
}
