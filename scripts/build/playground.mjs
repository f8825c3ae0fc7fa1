import { cp } from 'node:fs/promises';
import { build } from 'esbuild';

/** src/playground → dist/playground (the page) and dist/playground-server.js. */
export async function buildPlayground(outDir, serverFile) {
  await Promise.all([
    build({
      entryPoints: ['src/playground/main.tsx', 'src/playground/plugin-sandbox.ts'],
      outdir: outDir,
      bundle: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      minify: true,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
    }),
    build({
      entryPoints: ['src/playground/server/main.ts'],
      outfile: serverFile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
    }),
    cp('src/playground/public', outDir, { recursive: true }),
  ]);
}
