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
const PACK = join(PROJECT, 'models/compact');

/**
 * src/engine-page → dist/engine, a static site: `v<protocol>/` with the page, its worker and
 * onnxruntime, and `packs/` with the embedded pack. Scripts have hashed names, and so never grow old.
 *
 * @param {string} outDir
 * @param {{ modelHosts?: string[] }} [options] further origins that packs may be fetched from
 */
export async function buildEngine(outDir, { modelHosts = [] } = {}) {
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
    copyPack(join(outDir, 'packs')),
  ]);
}

/** The embedded pack, and the list of packs that the page reads. */
async function copyPack(outDir) {
  const { findPacks, packIndex } = await importTypeScript('src/cli/serve/pack-folders.ts');
  const packs = await findPacks([PACK]);
  const copies = packs.flatMap(({ name, folder, files }) =>
    [...files].map((file) => cp(join(folder, file), join(outDir, name, file))),
  );
  await Promise.all(copies);
  await writeFile(join(outDir, 'index.json'), packIndex(packs));
}

function hashedName(name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${name}-${hash}.js`;
}
