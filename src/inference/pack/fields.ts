/** Fields that pack descriptions of every kind are made of, each with bounds against hostile packs. */
import * as v from 'valibot';
import { decodeBase64 } from './base64';
import { isPackPath } from './source';

/** One ArrayBuffer, one protobuf. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

export const Name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
export const ShortText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const LongText = v.pipe(v.string(), v.maxLength(100_000));

export const integer = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const Base64 = v.pipe(
  v.string(),
  v.maxLength(2 ** 22),
  v.transform(decodeBase64),
  v.instance(Uint8Array, 'expected base64'),
);

const PackPath = v.pipe(v.string(), v.check(isPackPath, 'expected a path inside the pack'));

/** A file of the pack: where it is and what it must be. */
export const FILE_FIELDS = {
  file: PackPath,
  bytes: integer(1, MAX_FILE_BYTES),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
};

/** What packs of every kind say about themselves. */
export const COMMON_FIELDS = {
  name: Name,
  title: ShortText,
  version: ShortText,
  licence: v.object({ id: ShortText, text: LongText }),
  source: v.object({ description: LongText }),
};
