import { build, type BuildOptions } from 'esbuild';

/** Bundles an entry point, or what `options` say, into one classic script for a page or a worker. */
export async function bundleScript(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    ...options,
    write: false,
  });
  return outputFiles[0]!.text;
}
