import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
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
  const version = await protocolVersion();
  const page = join(outDir, `v${version}`);
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
  const description = JSON.parse(await readFile(join(PACK, 'pack.json'), 'utf8'));
  const { kind, title, name, version, graph } = description;
  const { bytes, precision } = graph;
  const offer = { folder: 'compact', title, kind, bytes, name, version, precision };
  await mkdir(join(outDir, 'compact'), { recursive: true });
  await Promise.all([
    cp(join(PACK, 'pack.json'), join(outDir, 'compact/pack.json')),
    cp(join(PACK, graph.file), join(outDir, 'compact', graph.file)),
    writeFile(
      join(outDir, 'index.json'),
      JSON.stringify({ packs: [{ ...offer, largestFileBytes: bytes }] }),
    ),
  ]);
}

function hashedName(name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${name}-${hash}.js`;
}

/** Stands in a TypeScript file that this script cannot import. */
async function protocolVersion() {
  const source = await readFile(join(PROJECT, 'src/shared/engine-handshake.ts'), 'utf8');
  return Number(/ENGINE_PROTOCOL_VERSION = (\d+)/.exec(source)[1]);
}
