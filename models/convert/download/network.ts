/** The network as the converter needs it: one function, so that tests and browsers bring their own. */
import type { CancelSignal } from '../../../src/shared/cancel';

/** The part of `fetch` that is used; the global one fits. */
export type FetchLike = (
  url: string,
  init: { headers: Record<string, string>; signal: never },
) => Promise<FetchResponse>;

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> };
  } | null;
}

export interface Network {
  readonly fetch: FetchLike;
  readonly signal?: CancelSignal | undefined;
  /** Failures in a row, without a byte gained in between, before a download is given up. */
  readonly maxRetries?: number;
  /** The first pause before a new attempt; it doubles each time. */
  readonly retryDelayMs?: number;
  /** A connection that says nothing for so long counts as cut. */
  readonly stallMs?: number;
  /** Called before each pause, so that somebody who waits knows why. */
  readonly onRetry?: ((retry: { url: string; cause: string; delayMs: number }) => void) | undefined;
}

export const NETWORK_DEFAULTS = {
  maxRetries: 5,
  retryDelayMs: 1000,
  stallMs: 60_000,
} as const;
