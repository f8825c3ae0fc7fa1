import * as v from 'valibot';
import { OnestepError } from '../../shared/errors';
import type { LatentPack } from './latent-schema';
import { readPackFile } from './read-pack-file';
import {
  isKnownFormat,
  PackDescriptionSchema,
  PackVersionSchema,
  type DirectPack,
  type PackDescription,
} from './schema';
import type { PackSource } from './source';

/** In Node and in workers alike, but in neither's share of the language's own library. */
declare const TextDecoder: new (
  encoding: 'utf-8',
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

const DESCRIPTION_FILE = 'pack.json';
const MAX_DESCRIPTION_BYTES = 16 * 2 ** 20;

/** A pack whose one graph is what its description says. */
export interface LoadedDirectPack {
  readonly kind: 'direct';
  readonly description: DirectPack;
  /** The ONNX file. */
  readonly graph: Uint8Array;
}

/** A pack too large to be read at once: its files are read, and checked, when they are needed. */
export interface LoadedLatentPack {
  readonly kind: 'latent';
  readonly description: LatentPack;
  readonly source: PackSource;
}

export type LoadedPack = LoadedDirectPack | LoadedLatentPack;

/**
 * Reads a pack and checks it as far as that goes without running it.
 *
 * @throws OnestepError `pack-missing` (path), `pack-invalid`, `pack-version` (version),
 * `pack-checksum` (file)
 */
export async function loadPack(source: PackSource): Promise<LoadedPack> {
  const description = loadDescription(await source.read(DESCRIPTION_FILE));
  if (description.kind === 'latent') return { kind: 'latent', description, source };
  const graph = await readPackFile(source, description.graph);
  return { kind: 'direct', description, graph };
}

/**
 * @param bytes pack.json
 * @throws OnestepError `pack-invalid`, `pack-version` (version)
 */
export function loadDescription(bytes: Uint8Array): PackDescription {
  if (bytes.length > MAX_DESCRIPTION_BYTES) {
    throw new OnestepError('pack-invalid', {}, `${DESCRIPTION_FILE} has ${bytes.length} bytes`);
  }
  const json = parseJson(bytes);
  const version = check(PackVersionSchema, json);
  if (!isKnownFormat(version)) {
    throw new OnestepError('pack-version', { version: version.formatVersion });
  }
  return check(PackDescriptionSchema, json);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw new OnestepError('pack-invalid', {}, thrown);
  }
}

function check<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
): v.InferOutput<Schema> {
  const checked = v.safeParse(schema, json);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new OnestepError(
    'pack-invalid',
    {},
    `${v.getDotPath(issue) ?? 'pack.json'}: ${issue.message}`,
  );
}
