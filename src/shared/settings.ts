import * as v from 'valibot';
import { COLOUR_FIXES } from './colour-fix';
import { ContentSchema, UnitSchema, type Amount } from './controls';
import { SCALES, STANDARD_QUALITY } from './limits';

/** `fit`: for each picture what its layers need, exported at the chosen density. */
export const SCALE_CHOICES = [...SCALES, 'fit'] as const;
export type ScaleChoice = (typeof SCALE_CHOICES)[number];

/** Pixels of an export for one px of the canvas: 1×, 2×, … in Figma’s export settings. */
export const DENSITIES = [1, 2, 3, 4] as const;
export type Density = (typeof DENSITIES)[number];

/** The selected layers and what is in them, the page on display, or every page, one after another. */
export const AREAS = ['selection', 'page', 'document'] as const;
export type Area = (typeof AREAS)[number];

/** Those that Figma takes and that a browser can write. */
export const FORMAT_CHOICES = ['auto', 'png', 'jpeg'] as const;
export type FormatChoice = (typeof FORMAT_CHOICES)[number];

/** Below this a restored picture would show the very marks that were taken out of it. */
export const LEAST_JPEG_QUALITY = 60;
export const MOST_JPEG_QUALITY = 100;

/** @param standard what holds where nothing was chosen, or where what was stored is damaged */
function field<const Schema extends v.GenericSchema>(
  schema: Schema,
  standard: v.InferOutput<Schema>,
) {
  return { schema, standard, stored: v.fallback(schema, standard) };
}

/** The one table of all settings; types, defaults and schemas are made from it. */
const FIELDS = {
  scale: field(v.picklist(SCALE_CHOICES), 4),
  /** What `fit` is worked out for. */
  density: field(v.picklist(DENSITIES), 2),
  /** With `fit`, of several pictures those that have pixels enough are left out. */
  skipSharp: field(v.boolean(), true),
  /** Of the result; `auto` stays with JPEG where nothing speaks against it. */
  format: field(v.picklist(FORMAT_CHOICES), 'auto'),
  jpegQuality: field(
    v.pipe(v.number(), v.integer(), v.minValue(LEAST_JPEG_QUALITY), v.maxValue(MOST_JPEG_QUALITY)),
    STANDARD_QUALITY,
  ),
  /** How much of the restoration, 0 to 1; the rest is a classic enlargement. */
  strength: field(UnitSchema, 1),
  /** For latent packs; null leaves it to the pack. */
  colourFix: field(v.nullable(v.picklist(COLOUR_FIXES)), null),
  /** From here on null where the prompt says, or else the network judges by itself, faithfully. */
  crisp: field(v.nullable(UnitSchema), null),
  denoise: field(v.nullable(UnitSchema), null),
  dejpeg: field(v.nullable(UnitSchema), null),
  deblur: field(v.nullable(UnitSchema), null),
  content: field(v.nullable(ContentSchema), null),
  /** Where a batch looks for pictures; what is no batch works on the selection. */
  area: field(v.picklist(AREAS), 'selection'),
  /** A batch takes hidden and locked layers, and hidden paints, as well. */
  includeHiddenAndLocked: field(v.boolean(), false),
};
type Fields = typeof FIELDS;

function each<Part extends keyof Fields['scale']>(
  part: Part,
): { readonly [Name in keyof Fields]: Fields[Name][Part] } {
  const parts = Object.entries(FIELDS).map(([name, whole]) => [name, whole[part]] as const);
  return Object.fromEntries(parts) as { [Name in keyof Fields]: Fields[Name][Part] };
}

/** What a user chose last; kept in `figma.clientStorage`, per user and machine. */
export type Settings = {
  readonly [Name in keyof Fields]: v.InferOutput<Fields[Name]['schema']>;
};

/** Those that packs with controls heed. */
export type ControlSettings = Pick<Settings, Amount | 'content'>;

export const DEFAULT_SETTINGS: Settings = each('standard');

/** Settings as they cross between realms. */
export const SettingsSchema = v.object(each('schema'));

/** As above, but each field that is missing or damaged falls back to its default. */
const StoredSettingsSchema = v.object(each('stored'));

/** Stored settings of any age or shape; whatever does not fit falls back to its default. */
export function readSettings(stored: unknown): Settings {
  const known = typeof stored === 'object' && stored !== null ? stored : {};
  return v.parse(StoredSettingsSchema, { ...DEFAULT_SETTINGS, ...known });
}
