import * as v from 'valibot';
import { ContentSchema, UnitSchema, type Content } from './controls';
import { SCALES, type Scale } from './limits';

/** What a user chose last; kept in `figma.clientStorage`, per user and machine. */
export interface Settings {
  readonly scale: Scale;
  /** These are null where the prompt says, or else the network judges by itself and is faithful. */
  readonly crisp: number | null;
  readonly denoise: number | null;
  readonly dejpeg: number | null;
  readonly deblur: number | null;
  readonly content: Content | null;
}

/** Those that packs with controls heed. */
export type ControlSettings = Omit<Settings, 'scale'>;

export const DEFAULT_SETTINGS: Settings = {
  scale: 4,
  crisp: null,
  denoise: null,
  dejpeg: null,
  deblur: null,
  content: null,
};

const FIELDS = {
  scale: v.picklist(SCALES),
  crisp: v.nullable(UnitSchema),
  denoise: v.nullable(UnitSchema),
  dejpeg: v.nullable(UnitSchema),
  deblur: v.nullable(UnitSchema),
  content: v.nullable(ContentSchema),
};

/** Settings as they cross between realms. */
export const SettingsSchema = v.object(FIELDS);

/** As above, but each field that is missing or damaged falls back to its default. */
const StoredSettingsSchema = v.object({
  scale: v.fallback(FIELDS.scale, DEFAULT_SETTINGS.scale),
  crisp: v.fallback(FIELDS.crisp, DEFAULT_SETTINGS.crisp),
  denoise: v.fallback(FIELDS.denoise, DEFAULT_SETTINGS.denoise),
  dejpeg: v.fallback(FIELDS.dejpeg, DEFAULT_SETTINGS.dejpeg),
  deblur: v.fallback(FIELDS.deblur, DEFAULT_SETTINGS.deblur),
  content: v.fallback(FIELDS.content, DEFAULT_SETTINGS.content),
});

/** Stored settings of any age or shape; whatever does not fit falls back to its default. */
export function readSettings(stored: unknown): Settings {
  const known = typeof stored === 'object' && stored !== null ? stored : {};
  return v.parse(StoredSettingsSchema, { ...DEFAULT_SETTINGS, ...known });
}
