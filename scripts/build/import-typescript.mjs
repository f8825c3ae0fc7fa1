import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A module of src for a script of the build, which Node would not read as it is.
 *
 * @param {string} path from the project's folder
 * @returns {Promise<Record<string, any>>} what it exports
 */
export async function importTypeScript(path) {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
