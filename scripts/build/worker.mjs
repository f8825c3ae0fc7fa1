import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const ENTRIES = {
  wasm: 'src/inference/browser/worker.ts',
  webgpu: 'src/inference/browser/worker-webgpu.ts',
};

/**
 * An entry of src/inference/browser → the text of a classic worker. Classic, because module workers do
 * not start from a blob: address in the null-origin frame that Figma gives a plugin.
 *
 * @param {{ provider?: 'wasm' | 'webgpu' }} [options] what it runs networks on; `wasm` by default
 * @returns {Promise<string>}
 * @throws when esbuild warns: a warning here is a worker that fails where nobody sees it
 */
export async function buildWorker({ provider = 'wasm' } = {}) {
  const { outputFiles, warnings } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [ENTRIES[provider]],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    // onnxruntime-web resolves files against its own address. A worker from a blob has one that no
    // file can be resolved against, so that nothing is ever requested; the wasm comes from the page.
    define: { 'import.meta.url': 'self.location.href' },
    write: false,
  });
  if (warnings.length > 0) throw new Error(`The engine worker has warnings: ${warnings[0].text}`);
  return outputFiles[0].text;
}
