import * as v from 'valibot';
import { OnestepError } from '../shared/errors';
import type { PackOffer } from './page-api';

const MAX_PACKS = 100;

const FolderName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));

/** `packs/index.json` of a host: which packs it has. */
const PackIndexSchema = v.object({
  packs: v.pipe(
    v.array(
      v.object({
        folder: FolderName,
        title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
        kind: v.picklist(['direct', 'latent']),
        bytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
    ),
    v.maxLength(MAX_PACKS),
  ),
});

/**
 * @param packsUrl address of the folder with all packs, with a slash at the end
 * @throws OnestepError `download-failed` (details: url)
 */
export async function fetchPackOffers(packsUrl: string): Promise<readonly PackOffer[]> {
  const url = `${packsUrl}index.json`;
  try {
    const response = await fetch(url, { cache: 'no-cache', credentials: 'omit' });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return v.parse(PackIndexSchema, await response.json()).packs;
  } catch (thrown) {
    throw new OnestepError('download-failed', { url }, thrown);
  }
}

/** @throws OnestepError `pack-missing` (path) for a name that leads elsewhere */
export function packUrl(packsUrl: string, folder: string): string {
  if (!v.is(FolderName, folder)) throw new OnestepError('pack-missing', { path: folder });
  return `${packsUrl}${folder}/`;
}
