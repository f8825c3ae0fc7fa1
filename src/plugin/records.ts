/**
 * What is kept with a layer or a style so that its originals can be brought back: hashes and numbers
 * in plugin data, never pictures. The pictures themselves are kept by the keeper.
 */
import * as v from 'valibot';
import { OnestepError } from '../shared/errors';

/** Carries the version: another layout gets another key, and neither version breaks the other's. */
export const RECORDS_KEY = 'onestep-originals-1';

/** About 20 kB with a few tiles each, where Figma allows 100 kB. */
const MAX_RECORDS = 100;
const MAX_TILES = 8;
export const MAX_HOMES = 4;

const Hash = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const Factor = v.pipe(v.number(), v.finite(), v.gtValue(0));

const RecordSchema = v.object({
  /** `paints` for a style, else the property of the layer. */
  property: v.picklist(['fills', 'strokes', 'cells', 'label', 'paints']),
  original: Hash,
  enhanced: Hash,
  /** Width of the enhanced picture divided by that of the original. */
  scale: Factor,
  /** Scaling factors of tile paints, see `TileFactors`. */
  tiles: v.pipe(v.array(v.strictTuple([v.nullable(Factor), Factor])), v.maxLength(MAX_TILES)),
  /** The style that the layer left when it was written; it can follow it again. */
  styleId: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
  /**
   * Ids of the pages or slides whose keepers hold the original: a style may be restored from any page,
   * and a layer can be moved to another one.
   */
  keptIn: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(MAX_HOMES)),
    [],
  ),
});
export type OriginalRecord = v.InferOutput<typeof RecordSchema>;
export type RecordProperty = OriginalRecord['property'];

const EnvelopeSchema = v.object({ records: v.array(v.unknown()) });

export type RecordOwner = Pick<PluginDataMixin, 'getPluginData' | 'setPluginData'>;

/** The records of a layer or style. Whatever is damaged or strange is passed over. */
export function readRecords(owner: Pick<RecordOwner, 'getPluginData'>): OriginalRecord[] {
  const text = owner.getPluginData(RECORDS_KEY);
  if (text === '') return [];
  const envelope = v.safeParse(EnvelopeSchema, parseJson(text));
  if (!envelope.success) return [];
  return envelope.output.records.slice(0, MAX_RECORDS).flatMap((entry) => {
    const record = v.safeParse(RecordSchema, entry);
    return record.success ? [record.output] : [];
  });
}

/** @throws OnestepError `originals-full` when there are more than one entry can hold. */
export function writeRecords(owner: RecordOwner, records: readonly OriginalRecord[]): void {
  if (records.length > MAX_RECORDS || records.some(({ tiles }) => tiles.length > MAX_TILES)) {
    throw new OnestepError('originals-full');
  }
  owner.setPluginData(RECORDS_KEY, records.length === 0 ? '' : JSON.stringify({ records }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
