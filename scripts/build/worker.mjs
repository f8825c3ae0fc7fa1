import { build } from 'esbuild';

/**
 * src/inference/browser/worker.ts → the text of a classic worker. Classic, because module workers do
 * not start from a blob: address in the null-origin frame that Figma gives a plugin.
 */
export async function buildWorker() {
  const { outputFiles } = await build({
    entryPoints: ['src/inference/browser/worker.ts'],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    // onnxruntime-web reads its own address to find files that here come from the page instead.
    define: { 'import.meta.url': 'self.location.href' },
    write: false,
  });
  return outputFiles[0].text;
}
