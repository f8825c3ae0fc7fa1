/** What `--base` and `--adapter` take. */
import { OnestepError } from '../../../src/shared/errors';

export type CheckpointLocation =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'address'; readonly url: string; readonly sha256?: string }
  | HubLocation;

/** A repository of a hub, or a file or folder in it. */
export interface HubLocation {
  readonly kind: 'hub';
  /** `owner/name` */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Empty for the whole repository. No slash at either end. */
  readonly path: string;
}

const NAME = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}';
const HUB = new RegExp(`^hf:(${NAME}/${NAME})(?:@([^/@]+))?(?:/(.*?))?/?$`);
const ADDRESS = /^(https?):\/\/([^/?#@\\]+)((?:[/?][^#]*)?)(?:#(.*))?$/i;
/** Without encryption only from this machine. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
const SHA256_FRAGMENT = /^sha256=([0-9a-f]{64})$/i;

/**
 * `hf:owner/name[@revision][/path]` (a slash in a revision is written %2F), `https://…` with an
 * optional `#sha256=<hex>`, or else a path on this machine.
 *
 * @param option for the message, for example `--base`
 * @throws OnestepError `option-invalid`
 */
export function parseLocation(text: string, option: string): CheckpointLocation {
  if (/^hf:/i.test(text)) return parseHub(text, option);
  if (/^https?:\/\//i.test(text)) return parseAddress(text, option);
  return { kind: 'local', path: text };
}

function parseHub(text: string, option: string): HubLocation {
  const expected = 'hf:owner/name, hf:owner/name@revision or hf:owner/name@revision/path';
  const match = HUB.exec(text);
  const path = match?.[3] ?? '';
  const parts = path === '' ? [] : path.split('/');
  if (match === null || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new OnestepError('option-invalid', { option, value: text, expected });
  }
  const revision = (match[2] ?? 'main').replace(/%2f/gi, '/');
  return { kind: 'hub', repository: match[1]!, revision, path };
}

function parseAddress(text: string, option: string): CheckpointLocation {
  const [, scheme, host, rest, fragment] = ADDRESS.exec(text) ?? [];
  const sha256 = SHA256_FRAGMENT.exec(fragment ?? '')?.[1]?.toLowerCase();
  const safe = scheme?.toLowerCase() === 'https' || LOOPBACK.test(host ?? '');
  if (host === undefined || !safe || (fragment !== undefined && sha256 === undefined)) {
    const expected = 'an address that starts with https:// (and may end with #sha256=…)';
    throw new OnestepError('option-invalid', { option, value: text, expected });
  }
  const url = `${scheme!.toLowerCase()}://${host}${rest}`;
  return sha256 === undefined ? { kind: 'address', url } : { kind: 'address', url, sha256 };
}
