/**
 * What a pack says about itself in pack.json. Packs are downloaded from anywhere, so every number
 * has bounds that keep a hostile one from exhausting memory, and every path stays inside the pack.
 */
import * as v from 'valibot';
import { DIRECT_FORMAT_VERSION, DirectPackSchema } from './direct-schema';
import { LATENT_FORMAT_VERSION, LatentPackSchema } from './latent-schema';

export type { DirectPack } from './direct-schema';

/** Read alone and first, so that a pack of tomorrow (or yesterday) gets its own sentence. */
export const PackVersionSchema = v.object({
  formatVersion: v.number(),
  kind: v.optional(v.unknown()),
});

const FORMAT_VERSIONS: ReadonlyMap<unknown, number> = new Map([
  ['direct', DIRECT_FORMAT_VERSION],
  ['latent', LATENT_FORMAT_VERSION],
]);

/** Whether this version of Onestep knows the form of a pack; of an unknown kind, whether it may. */
export function isKnownFormat({ formatVersion, kind }: v.InferOutput<typeof PackVersionSchema>) {
  const known = FORMAT_VERSIONS.get(kind);
  return known === undefined
    ? [...FORMAT_VERSIONS.values()].includes(formatVersion)
    : formatVersion === known;
}

export const PackDescriptionSchema = v.variant('kind', [DirectPackSchema, LatentPackSchema]);

/** A checked pack.json. */
export type PackDescription = v.InferOutput<typeof PackDescriptionSchema>;
