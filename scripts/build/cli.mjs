import { build } from 'esbuild';

/** src/cli → dist/cli.js, the `onestep` command. Its dependencies stay packages of their own. */
export async function buildCli(outFile) {
  await build({
    entryPoints: ['src/cli/main.ts'],
    outfile: outFile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    banner: { js: '#!/usr/bin/env node' },
  });
}
