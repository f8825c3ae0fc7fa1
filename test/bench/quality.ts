/**
 * Measures a pack beside Lanczos, UpscalerJS and whatever other results lie there, and draws sheets to
 * judge by eye.
 *
 *   npm run bench:quality                     all sets, and what is to be reached
 *   npm run bench:quality -- --quick          ×4 only
 *   npm run bench:quality -- --pack <folder> --pairs <folder with lr/ and hr/> [--json <file>]
 */
import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from '../../src/inference/engine';
import { createNodeEngine } from '../../src/inference/node/engine';
import { launchBrowser } from '../support/chromium';
import { barTable, type SetName } from './bar';
import type { Scale } from './design-set/degrade';
import { designPairs, writePairs } from './design-set/write-set';
import { PICTURE_NAMES, TRANSPARENT_PICTURES } from './design-set/pictures';
import { measureSet, meanTable, type SetFigures } from './measure-set';
import {
  crispMethod,
  lanczosMethod,
  ownMethod,
  peerMethod,
  shrunkMethod,
  type Method,
} from './methods';
import { readPristineModel, type PristineModel } from './metrics/niqe/pristine-model';
import { packBytes } from './pack-bytes';
import { findPairs, type Pair } from './pairs';
import { openPeer, PEER_TITLE } from './peer/open-peer';
import { photoPairs } from './photo-pairs';
import type { Ground } from './read-picture';
import { runMain, showProgress } from './run-main';
import { pristineParameters, sharedPairs } from './shared-folder';
import { formatFigures, layOut } from './table';

const DEFAULT_PACK = 'models/compact';
const RESULT_FOLDER = 'test-results/bench';
const NATIVE_SCALE = 4;

interface Options {
  readonly packFolder: string;
  readonly pairsFolder: string | undefined;
  readonly jsonFile: string | undefined;
  readonly isQuick: boolean;
}

async function main(): Promise<void> {
  const options = readOptions();
  const engine = await createNodeEngine(options.packFolder);
  const bench = new Bench(engine, await readPristine());
  const pack = `${engine.info.packTitle} ${engine.info.packVersion}`;
  console.log(`Onestep: ${pack}\n`);
  try {
    if (options.pairsFolder === undefined) await measureEverything(bench, options);
    else await measureFolder(bench, options.pairsFolder);
  } finally {
    await engine.dispose();
  }
  if (options.jsonFile !== undefined) {
    await writeFile(options.jsonFile, `${JSON.stringify({ pack, ...bench.toJson() }, null, 2)}\n`);
    console.log(`Figures: ${options.jsonFile}`);
  }
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      pack: { type: 'string', default: DEFAULT_PACK },
      pairs: { type: 'string' },
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { pack, pairs, json, quick } = values;
  return { packFolder: pack, pairsFolder: pairs, jsonFile: json, isQuick: quick };
}

async function readPristine(): Promise<PristineModel | undefined> {
  const { path, missing } = pristineParameters();
  if (missing === undefined) return readPristineModel(path);
  console.log(`NIQE is left out: ${missing}.`);
  return undefined;
}

/** One engine's figures, set by set. */
class Bench {
  readonly #sets = new Map<string, SetFigures>();

  constructor(
    readonly engine: Engine,
    readonly pristine: PristineModel | undefined,
  ) {}

  /** Measures the pairs and prints a title and the means. */
  async measure(
    title: string,
    pairs: readonly Pair[],
    scale: Scale,
    methods: readonly Method[],
    ground: Ground = 'white',
  ): Promise<SetFigures> {
    // NIQE is for photographs at full size; it takes longer than all the rest.
    const pristine = scale === NATIVE_SCALE && ground === 'white' ? this.pristine : undefined;
    const task = { scale, methods, pristine, ground };
    const sheet = join(RESULT_FOLDER, `${title.replace(/\W+/g, '-')}.png`);
    const figures = await measureSet(pairs, task, sheet, (done) =>
      showProgress(`${title}: ${done} of ${pairs.length}`),
    );
    showProgress('');
    this.#sets.set(title, figures);
    console.log(`${title} (${pairs.length} pictures; side by side: ${sheet})`);
    console.log(`${meanTable(figures)}\n`);
    return figures;
  }

  /** Our own ends of faithful and crisp; a pack without controls has one of them. */
  ownMethods(scale: Scale): Method[] {
    const { engine } = this;
    const faithful = ownMethod(engine, scale);
    return engine.info.controls === null ? [faithful] : [faithful, crispMethod(engine, scale)];
  }

  toJson(): object {
    const sets = [...this.#sets].map(([title, { mean, pictures }]) => [
      title,
      {
        mean: Object.fromEntries(mean),
        pictures: Object.fromEntries(
          [...pictures].map(([name, figures]) => [name, Object.fromEntries(figures)]),
        ),
      },
    ]);
    return { sets: Object.fromEntries(sets) };
  }
}

async function measureFolder(bench: Bench, folder: string): Promise<void> {
  const pairs = await findPairs(folder);
  const methods = [lanczosMethod(NATIVE_SCALE), ...bench.ownMethods(NATIVE_SCALE)];
  const { pictures } = await bench.measure(basename(resolve(folder)), pairs, NATIVE_SCALE, methods);
  const columns = [...[...pictures.values()][0]!.keys()];
  const rows = [...pictures].map(([name, figures]) => [
    name,
    ...columns.map((column) => formatFigures(figures.get(column)!)),
  ]);
  console.log(`${layOut([['', ...columns], ...rows])}\n`);
}

async function measureEverything(bench: Bench, { packFolder, isQuick }: Options): Promise<void> {
  const own = bench.ownMethods(NATIVE_SCALE);
  const sets = new Map<SetName, SetFigures>();
  const design = await writeDesignSet(NATIVE_SCALE);
  const realsr = await sharedSet('realsr');
  const drealsr = await sharedSet('drealsr');
  await withPeer(async (peer) => {
    const methods = [lanczosMethod(NATIVE_SCALE), ...peer, ...own];
    for (const [name, pairs] of Object.entries({ realsr, drealsr, design })) {
      if (pairs.length === 0) continue;
      sets.set(name as SetName, await bench.measure(`${name} ×4`, pairs, NATIVE_SCALE, methods));
    }
  });
  if (!isQuick) await measureOtherScales(bench, realsr);
  await measureTransparency(bench, design, own);
  console.log('To reach on pictures never trained on');
  console.log(`${barTable(sets, await packBytes(packFolder))}\n`);
}

/** ×2 and 1×, beside what is left of ×4 when it is shrunk to them. */
async function measureOtherScales(bench: Bench, realsr: readonly Pair[]): Promise<void> {
  for (const scale of [2, 1] as const) {
    const methods = [
      lanczosMethod(scale),
      ...bench.ownMethods(scale),
      shrunkMethod(bench.engine, scale),
    ];
    await bench.measure(`design ×${scale}`, await writeDesignSet(scale), scale, methods);
    if (realsr.length === 0) continue;
    const photos = await writeSet(`photos-x${scale}`, photoPairs(realsr, scale));
    await bench.measure(`photos ×${scale}`, photos, scale, methods);
  }
}

/** Halos show on the ground that a mark was not drawn for. */
async function measureTransparency(
  bench: Bench,
  design: readonly Pair[],
  own: readonly Method[],
): Promise<void> {
  const transparent = design.filter(({ name }) =>
    TRANSPARENT_PICTURES.some((picture) => name.startsWith(picture)),
  );
  const methods = [lanczosMethod(NATIVE_SCALE), ...own];
  for (const ground of ['white', 'black'] as const) {
    await bench.measure(`transparent over ${ground}`, transparent, NATIVE_SCALE, methods, ground);
  }
}

/** Runs with UpscalerJS where it can be had, and without it elsewhere. */
async function withPeer(work: (peer: readonly Method[]) => Promise<void>): Promise<void> {
  const browser = await launchBrowser().catch((error: Error) => error);
  if (browser instanceof Error) {
    console.log(`UpscalerJS is left out: ${browser.message}`);
    return work([]);
  }
  try {
    const peer = await openPeer(await browser.newPage()).catch((error: Error) => error);
    if (peer instanceof Error) console.log(`UpscalerJS is left out: ${peer.message}`);
    else console.log(`UpscalerJS: ${PEER_TITLE}\n`);
    await work(peer instanceof Error ? [] : [peerMethod(peer)]);
  } finally {
    await browser.close();
  }
}

/** Empty, with a line of text, where the pictures are missing. */
async function sharedSet(name: string): Promise<Pair[]> {
  const { path, missing } = sharedPairs(name);
  if (missing === undefined) return findPairs(path);
  console.log(`${name} is left out: ${missing}.\n`);
  return [];
}

async function writeDesignSet(scale: Scale): Promise<Pair[]> {
  showProgress(`drawing ${PICTURE_NAMES.length} pictures for ×${scale}`);
  return writeSet(`design-x${scale}`, designPairs(scale));
}

async function writeSet(name: string, pairs: Parameters<typeof writePairs>[1]): Promise<Pair[]> {
  const folder = join(RESULT_FOLDER, name);
  await writePairs(folder, pairs);
  return findPairs(folder);
}

await runMain(main);
