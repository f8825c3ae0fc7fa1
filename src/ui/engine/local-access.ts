/** Why a page of this computer cannot be reached, where the browser is what keeps it away. */
import type { ErrorCode } from '../../shared/errors';

/** The permission, and the feature that a page passes on to its frames; the first came with Chromium 145. */
const NAMES = ['loopback-network', 'local-network-access'] as const;

/** What is used of Chromium's account of what a page has passed on; others have none. */
interface FeaturePolicy {
  features(): readonly string[];
  allowsFeature(name: string): boolean;
}

/** What is used of a window, so that a test can stand in for it. */
export interface AskingWindow {
  readonly document: object;
  readonly location: { readonly ancestorOrigins?: ArrayLike<string> };
  readonly navigator: {
    readonly permissions?: { query(wanted: { name: never }): Promise<{ state: PermissionState }> };
  };
}

/**
 * @param address that did not answer
 * @param timedOut nothing at all came of the attempt, not even an error: the browser may be asking
 * @returns null where the browser has no part in it, or does not say so
 */
export async function localAccessObstacle(
  address: string,
  window: AskingWindow,
  timedOut: boolean,
): Promise<ErrorCode | null> {
  const { ancestorOrigins } = window.location;
  const top = ancestorOrigins?.[ancestorOrigins.length - 1];
  // Pages of this computer reach one another without being asked.
  if (!isLoopback(address) || (top !== undefined && isLoopback(top))) return null;
  if (!isPassedOn(window.document)) return 'engine-host-framed';
  switch (await permission(window.navigator)) {
    case 'denied':
      return 'engine-host-denied';
    case 'prompt':
      // Also the state of somebody who was never asked, because nothing listens there.
      return timedOut ? 'engine-host-asking' : null;
    default:
      return null;
  }
}

function isLoopback(address: string): boolean {
  try {
    return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
  } catch {
    return false;
  }
}

function isPassedOn(document: object): boolean {
  const { featurePolicy } = document as { readonly featurePolicy?: FeaturePolicy };
  const name = NAMES.find((known) => featurePolicy?.features().includes(known));
  return name === undefined || featurePolicy?.allowsFeature(name) === true;
}

async function permission({
  permissions,
}: AskingWindow['navigator']): Promise<PermissionState | null> {
  for (const name of NAMES) {
    try {
      return (await permissions?.query({ name: name as never }))?.state ?? null;
    } catch {
      // A browser that does not know the name.
    }
  }
  return null;
}
