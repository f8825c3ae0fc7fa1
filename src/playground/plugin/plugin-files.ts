import { readManifest, type Manifest } from './manifest';

/** The server gives the manifest and the files it names below this address. */
const BASE = '/plugin/';

export interface PluginFiles {
  readonly code: string;
  readonly html: string;
}

export async function loadManifest(): Promise<Manifest> {
  return readManifest(JSON.parse(await readText('manifest.json')));
}

/** The built plugin, read anew at each launch, so that a rebuilt one needs no reload of the page. */
export async function loadPluginFiles(manifest: Manifest): Promise<PluginFiles> {
  const [code, html] = await Promise.all([
    readText(manifest.main),
    manifest.ui === undefined ? '' : readText(manifest.ui),
  ]);
  return { code, html };
}

async function readText(path: string): Promise<string> {
  const response = await fetch(BASE + path, { cache: 'no-store' });
  if (!response.ok) throw new Error(`${path} is missing (${response.status}): run npm run build`);
  return response.text();
}
