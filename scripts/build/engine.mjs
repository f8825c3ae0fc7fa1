import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { importTypeScript } from './import-typescript.mjs';
import { buildWorker } from './worker.mjs';

/** `onestep serve` may be started from anywhere. */
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const ORT = join(PROJECT, 'node_modules/onnxruntime-web');
const ORT_FILES = ['ort-wasm-simd-threaded.jspi.wasm', 'ort-wasm-simd-threaded.asyncify.wasm'];
const EMBEDDED_PACK = join(PROJECT, 'models/compact');

/**
 * src/engine-page → dist/engine, a static site: `v<protocol>/` with the page, its worker and
 * onnxruntime, and `packs/` with the embedded pack. Scripts have hashed names, and so never grow old.
 *
 * @param {string} outDir
 * @param {object} [options]
 * @param {string[]} [options.modelHosts] further origins that packs may be fetched from
 * @param {string[]} [options.packFolders] packs to publish as well, or folders with packs in them
 * @throws before anything is built, when a folder has no packs
 */
export async function buildEngine(outDir, { modelHosts = [], packFolders = [] } = {}) {
  const { findPacks, packIndex } = await importTypeScript('src/cli/serve/pack-folders.ts');
  const packs = await findPacks([EMBEDDED_PACK, ...packFolders]).catch(explain);
  const { ENGINE_PAGE_PATH } = await importTypeScript('src/shared/engine-handshake.ts');
  const page = join(outDir, ENGINE_PAGE_PATH);
  await rm(outDir, { recursive: true, force: true });
  const ortFolder = `ort-${JSON.parse(await readFile(join(ORT, 'package.json'), 'utf8')).version}`;
  await mkdir(join(page, ortFolder), { recursive: true });

  const worker = await buildWorker({ provider: 'webgpu' });
  const workerFile = hashedName('engine-worker', worker);
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: ['src/engine-page/main.ts'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: {
      WORKER_FILE: JSON.stringify(workerFile),
      ORT_FOLDER: JSON.stringify(ortFolder),
    },
    write: false,
  });
  const script = outputFiles[0].text;
  const scriptFile = hashedName('engine-page', script);
  const template = await readFile(join(PROJECT, 'src/engine-page/index.html'), 'utf8');
  await Promise.all([
    writeFile(join(page, workerFile), worker),
    writeFile(join(page, scriptFile), script),
    writeFile(
      join(page, 'index.html'),
      template
        .replace('<!-- build:script -->', scriptFile)
        .replace(' <!-- build:model-hosts -->', modelHosts.map((host) => ` ${host}`).join('')),
    ),
    ...ORT_FILES.map((file) => cp(join(ORT, 'dist', file), join(page, ortFolder, file))),
    ...packs.map((pack) => copyPack(pack, join(outDir, 'packs', pack.name))),
  ]);
  await writeFile(join(outDir, 'packs/index.json'), packIndex(packs));
}

/** Only what pack.json names. */
async function copyPack({ folder, files }, outDir) {
  await Promise.all([...files].map((file) => cp(join(folder, file), join(outDir, file))));
}

/** What is wrong with a pack, and what to do, as the command line says it. */
async function explain(error) {
  if (error.code === undefined || error.details === undefined) throw error;
  const { errorText } = await importTypeScript('src/shared/error-texts.ts');
  const { what, next } = errorText(error);
  throw new Error(`${what} ${next}`, { cause: error });
}

function hashedName(name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${name}-${hash}.js`;
}
