import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The interpreter that runs the plugin; the page fetches it when a plugin is first launched. */
const QUICKJS_WASM = 'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm';

/** src/playground → dist/playground (the page) and dist/playground-server.js. */
export async function buildPlayground(outDir, serverFile) {
  // Chunks have hashed names; those of earlier builds would pile up.
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await Promise.all([
    build({
      entryPoints: ['src/playground/main.tsx', 'src/playground/plugin-sandbox.ts'],
      outdir: outDir,
      bundle: true,
      // quickjs-emscripten loads its variants on demand; only the one that is used is ever fetched.
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
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
    cp(QUICKJS_WASM, join(outDir, 'quickjs.wasm')),
  ]);
}
