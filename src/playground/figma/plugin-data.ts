/** Figma's limit for one entry; the plugin's id counts too, but is not known here. */
const LIMIT_BYTES = 100_000;

export type PluginData = Readonly<Record<string, string>>;

/**
 * The entries after `setPluginData`: an empty value takes an entry out.
 *
 * @throws Error for anything but strings, and for an entry that is too large.
 */
export function withPluginData(data: PluginData, key: unknown, value: unknown): PluginData {
  if (typeof key !== 'string' || typeof value !== 'string') {
    throw new Error('in setPluginData: key and value must be strings');
  }
  if (key.length + value.length > LIMIT_BYTES) {
    throw new Error('in setPluginData: an entry cannot exceed 100 kB');
  }
  const entries = Object.entries({ ...data, [key]: value });
  return Object.fromEntries(entries.filter(([, stored]) => stored !== ''));
}
