import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** src/cli → dist/cli.js, the `onestep` command. Its dependencies stay packages of their own. */
export async function buildCli(outFile) {
  await build({
    // The command may be started from anywhere.
    absWorkingDir: PROJECT,
    entryPoints: ['src/cli/main.ts'],
    outfile: outFile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
}
