import * as v from 'valibot';
import { SCALES } from './limits';

/** What a user chose last; kept in `figma.clientStorage`, per user and machine. */
export const SettingsSchema = v.object({
  scale: v.picklist(SCALES),
});

export type Settings = v.InferOutput<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = { scale: 4 };

/** Stored settings of any age or shape; whatever does not fit falls back to its default. */
export function readSettings(stored: unknown): Settings {
  const merged: unknown =
    typeof stored === 'object' && stored !== null ? { ...DEFAULT_SETTINGS, ...stored } : stored;
  const parsed = v.safeParse(SettingsSchema, merged);
  return parsed.success ? parsed.output : DEFAULT_SETTINGS;
}
