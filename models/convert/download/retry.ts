import { OnestepError } from '../../../src/shared/errors';
import { NETWORK_DEFAULTS, type Network } from './network';
import { sleep } from './wait';

/** Servers ask for minutes when they are busy; nobody waits longer than this without a sign of life. */
const MAX_DELAY_MS = 60_000;

/** A failure that another attempt may cure. */
export class CutConnection extends Error {
  /** What the server asked for, if it did. */
  readonly retryAfterMs: number | undefined;

  constructor(cause: string, retryAfterMs?: number) {
    super(cause);
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * @param attempt does the work; called again after a `CutConnection`
 * @param progress a number that grows when an attempt got somewhere; such failures do not count
 * @throws OnestepError `download-failed` (details: url) when attempts ran out, `cancelled`, and
 *   whatever else `attempt` throws
 */
export async function withRetries<T>(
  network: Network,
  url: string,
  attempt: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  const { maxRetries, retryDelayMs } = { ...NETWORK_DEFAULTS, ...network };
  let best = progress();
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CutConnection)) throw error;
      if (progress() > best) failures = 0;
      best = Math.max(best, progress());
      if (failures >= maxRetries) throw new OnestepError('download-failed', { url }, error);
      const wantedMs = error.retryAfterMs ?? retryDelayMs * 2 ** failures;
      const delayMs = Math.min(wantedMs, MAX_DELAY_MS);
      network.onRetry?.({ url, cause: error.message, delayMs });
      await sleep(delayMs, network.signal);
    }
  }
}
