/** What is kept between launches in `figma.clientStorage`, and how well that goes. */
import * as v from 'valibot';

/**
 * `kept`: stored, and there at the next launch.
 * `newer`: a newer Onestep wrote what is stored; it is left as it is, changes last for this window.
 * `unavailable`: Figma’s storage fails or is full; changes last for this window.
 */
export const KeepingSchema = v.picklist(['kept', 'newer', 'unavailable']);
export type Keeping = v.InferOutput<typeof KeepingSchema>;

/** Bytes that Figma lets one plugin keep for a user on a machine. */
export const STORAGE_LIMIT_BYTES = 5_000_000;

/** Those of a list read from anywhere that fit the schema, each judged alone. */
export function validEntries<T>(
  schema: v.GenericSchema<unknown, T>,
  stored: unknown,
): readonly T[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((entry: unknown) => {
    const read = v.safeParse(schema, entry);
    return read.success ? [read.output] : [];
  });
}
