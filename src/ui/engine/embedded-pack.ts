import type { EmbeddedAssets } from './embedded-assets';

const PACK_PREFIX = 'compact/';

/** The pack inside the plugin: its files by their path in it. */
export async function readEmbeddedPack(
  assets: EmbeddedAssets,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const names = assets.names().filter((name) => name.startsWith(PACK_PREFIX));
  const files = await Promise.all(
    names.map(async (name) => [name.slice(PACK_PREFIX.length), await assets.read(name)] as const),
  );
  return Object.fromEntries(files);
}
