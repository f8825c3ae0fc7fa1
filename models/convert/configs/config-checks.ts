import * as v from 'valibot';
import { OnestepError } from '../../../src/shared/errors';

/** Bounds far above any Stable Diffusion; they keep a hostile file from asking for the impossible. */
const MAX_WIDTH = 16_384;
const MAX_LAYERS = 64;

const integer = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

export const Width = integer(MAX_WIDTH);
export const Layers = integer(MAX_LAYERS);
export const Levels = v.pipe(v.array(Width), v.minLength(2), v.maxLength(8));
export const Epsilon = v.pipe(v.number(), v.gtValue(0), v.maxValue(0.1));

/**
 * Settings that would change the network if they had another value. Absent counts as right: files
 * of older versions do not have the newer settings, and defaults are those of Stable Diffusion.
 */
export type FixedSettings = Readonly<Record<string, readonly (string | number | boolean | null)[]>>;

/**
 * Reads a configuration by a schema and refuses what the converter does not know.
 *
 * @param component for messages, such as `unet`
 * @throws OnestepError `checkpoint-unsupported` (details: reason) naming the setting,
 *   `checkpoint-invalid` (details: file) when it is no object
 */
export function parseConfig<Schema extends v.GenericSchema>(
  component: string,
  json: unknown,
  fixed: FixedSettings,
  schema: Schema,
): v.InferOutput<Schema> {
  const object = v.safeParse(v.record(v.string(), v.unknown()), json);
  if (!object.success) {
    const file = `${component}/config.json`;
    throw new OnestepError('checkpoint-invalid', { file }, 'not a JSON object');
  }
  for (const [key, allowed] of Object.entries(fixed)) {
    const value = object.output[key];
    if (value !== undefined && !(allowed as readonly unknown[]).includes(value)) {
      throw unsupported(`the ${component} has ${key} ${shown(value)}`);
    }
  }
  const result = v.safeParse(schema, object.output);
  if (!result.success) {
    const [issue] = result.issues;
    const key = v.getDotPath(issue) ?? 'a setting';
    throw unsupported(`the ${component} has ${key} ${shown(issue.input)}`);
  }
  return result.output;
}

/** @throws OnestepError `checkpoint-unsupported` unless `right` */
export function ensure(right: boolean, reason: string): void {
  if (!right) throw unsupported(reason);
}

export function unsupported(reason: string): OnestepError {
  return new OnestepError('checkpoint-unsupported', { reason });
}

/** Enough of a value for a sentence. */
function shown(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value).slice(0, 80);
}
