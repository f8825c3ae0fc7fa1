import * as v from 'valibot';
import { OnestepError } from '../shared/errors';
import { offersFor, type ListedPack, type AdapterAbilities } from './offers-for-adapter';
import type { PackOffer } from './page-api';

const MAX_PACKS = 100;

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Bytes = v.pipe(v.number(), v.integer(), v.minValue(1));
const FolderName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));

/** `packs/index.json` of a host: which packs it has. */
const PackIndexSchema = v.object({
  packs: v.pipe(
    v.array(
      v.object({
        folder: FolderName,
        title: Text,
        kind: v.picklist(['direct', 'latent']),
        bytes: Bytes,
        // Lists of earlier versions lack the rest.
        name: v.optional(Text),
        version: v.optional(Text),
        precision: v.optional(v.picklist(['fp32', 'fp16', 'fp16-weights', 'int8', 'int4'])),
        largestFileBytes: v.optional(Bytes),
      }),
    ),
    v.maxLength(MAX_PACKS),
  ),
});

/**
 * @param packsUrl address of the folder with all packs, with a slash at the end
 * @param adapter null where there is none: nothing is said of what it can run then
 * @throws OnestepError `download-failed` (details: url)
 */
export async function fetchPackOffers(
  packsUrl: string,
  adapter: AdapterAbilities | null,
): Promise<readonly PackOffer[]> {
  const url = `${packsUrl}index.json`;
  let packs: readonly ListedPack[];
  try {
    const response = await fetch(url, { cache: 'no-cache', credentials: 'omit' });
    if (!response.ok) throw new Error(`status ${response.status}`);
    packs = v.parse(PackIndexSchema, await response.json()).packs;
  } catch (thrown) {
    throw new OnestepError('download-failed', { url }, thrown);
  }
  return offersFor(adapter, packs);
}

/** @throws OnestepError `pack-missing` (path) for a name that leads elsewhere */
export function packUrl(packsUrl: string, folder: string): string {
  if (!v.is(FolderName, folder)) throw new OnestepError('pack-missing', { path: folder });
  return `${packsUrl}${folder}/`;
}
