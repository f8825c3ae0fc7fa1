import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { buildWorker } from './worker.mjs';

const PACK_FOLDER = 'models/compact';
const ORT_WASM = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';

/** `onestep serve` on the same machine; in `devAllowedDomains` of manifest.json. */
const DEFAULT_ENGINE_ADDRESS = 'http://localhost:8124';

/**
 * src/ui → dist/ui.html: one file, because a plugin's UI can load nothing beside itself.
 *
 * @param {object} [options]
 * @param {{ name: string, bytes: Uint8Array }[]} [options.assets] files to embed in place of the
 * engine and its pack; the tests of the panel bring an engine of their own.
 * @param {string} [options.engineAddress] where the engine page is hosted, without a slash
 * at the end; empty for nowhere
 * @returns {Promise<string>}
 */
export async function buildUi({ assets, engineAddress = DEFAULT_ENGINE_ADDRESS } = {}) {
  const [{ script, styles }, files, template] = await Promise.all([
    bundleUi(engineAddress),
    assets ?? collectAssets(),
    readFile('src/ui/ui.html', 'utf8'),
  ]);
  const parts = {
    styles: `<style>${styles}</style>`,
    assets: files.map(assetTag).join('\n'),
    script: `<script>${script}</script>`,
  };
  return template.replace(/<!-- build:(\w+) -->/g, (mark, name) => {
    if (!(name in parts)) throw new Error(`src/ui/ui.html has an unknown mark: ${mark}`);
    return parts[name];
  });
}

async function bundleUi(engineAddress) {
  const { outputFiles } = await build({
    entryPoints: ['src/ui/main.tsx'],
    outdir: 'out',
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    define: { ENGINE_ADDRESS: JSON.stringify(engineAddress) },
    write: false,
  });
  const textOf = (extension) =>
    outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  return { script: textOf('.js'), styles: textOf('.css') };
}

/** Files the UI reads at run time by name: the engine worker, its wasm, and the embedded pack. */
async function collectAssets() {
  const { graph } = JSON.parse(await readFile(join(PACK_FOLDER, 'pack.json'), 'utf8'));
  const packFiles = ['pack.json', graph.file];
  return [
    { name: 'engine-worker.js', bytes: Buffer.from(await buildWorker()) },
    { name: 'ort.wasm', bytes: await readFile(ORT_WASM) },
    ...(await Promise.all(
      packFiles.map(async (name) => ({
        name: `compact/${name}`,
        bytes: await readFile(join(PACK_FOLDER, name)),
      })),
    )),
  ];
}

/** Gzip in base64: 4.9 MB instead of 19 MB for the wasm; `src/ui/engine/embedded-assets.ts` unpacks it. */
function assetTag({ name, bytes }) {
  const base64 = gzipSync(bytes, { level: 9 }).toString('base64');
  return `<script type="application/gzip" data-asset="${name}">${base64}</script>`;
}
