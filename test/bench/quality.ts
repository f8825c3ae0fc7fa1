/**
 * Measures a pack on pairs of small and true large pictures, beside Lanczos and whatever other
 * results lie there, and draws a sheet to judge by eye.
 *
 *   npm run bench:quality -- --pack models/compact --pairs <folder with lr/ and hr/> [--json <file>]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../src/shared/error-texts';
import { OnestepError } from '../../src/shared/errors';
import { MAX_RESULT_SIDE_PX } from '../../src/shared/limits';
import type { Engine } from '../../src/inference/engine';
import { createNodeEngine } from '../../src/inference/node/engine';
import { drawSheet, sheetRow, type SheetRow } from './contact-sheet';
import { LANCZOS_COLUMN, meanFigures, measurePair, type Enlarge, type Figures } from './measure';
import { BENCH_SCALE, findPairs, type Pair } from './pairs';
import { readPicture } from './read-picture';
import { FigureTable } from './table';

const OWN_COLUMN = 'onestep';
const SHEET_FOLDER = 'test-results/bench';
/** More rows than this make a sheet that no viewer opens; an even choice is drawn instead. */
const MAX_SHEET_ROWS = 24;

interface Options {
  readonly packFolder: string;
  readonly pairsFolder: string;
  readonly jsonFile: string | undefined;
}

async function main(): Promise<void> {
  const options = readOptions();
  const pairs = await findPairs(options.pairsFolder);
  const engine = await createNodeEngine(options.packFolder);
  try {
    await measureAll(engine, pairs, options);
  } finally {
    await engine.dispose();
  }
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: { pack: { type: 'string' }, pairs: { type: 'string' }, json: { type: 'string' } },
  });
  if (values.pack === undefined || values.pairs === undefined) {
    throw new Error(
      'Name a pack and a folder of pairs: npm run bench:quality -- --pack models/compact --pairs <folder with lr/ and hr/>',
    );
  }
  return { packFolder: values.pack, pairsFolder: values.pairs, jsonFile: values.json };
}

async function measureAll(
  engine: Engine,
  pairs: readonly Pair[],
  { pairsFolder, jsonFile }: Options,
): Promise<void> {
  const columns = [LANCZOS_COLUMN, OWN_COLUMN, ...pairs[0]!.others.keys()];
  const table = new FigureTable(
    columns,
    pairs.map((pair) => pair.name),
  );
  const figures = new Map<string, readonly Figures[]>();
  const sheet: SheetRow[] = [];
  const own = new Map([[OWN_COLUMN, enlargeWith(engine)]]);

  const setName = basename(resolve(pairsFolder));
  const pack = `${engine.info.packTitle} ${engine.info.packVersion}`;
  console.log(`${setName}: ${pairs.length} pictures, ${pack} as “${OWN_COLUMN}”\n`);
  console.log(table.header());
  for (const [index, pair] of pairs.entries()) {
    const measured = await measurePair(pair, own);
    const row = measured.candidates.map((candidate) => candidate.figures);
    figures.set(pair.name, row);
    console.log(table.row(pair.name, row));
    if (isDrawn(index, pairs.length)) sheet.push(await sheetRow(measured));
  }
  const mean = columns.map((_, column) =>
    meanFigures([...figures.values()].map((row) => row[column]!)),
  );
  console.log(table.row('mean', mean));

  await mkdir(SHEET_FOLDER, { recursive: true });
  const sheetPath = join(SHEET_FOLDER, `${setName}.png`);
  await drawSheet(sheet, sheetPath);
  console.log(`\nSide by side: ${sheetPath}`);
  if (jsonFile !== undefined) {
    const document = {
      set: setName,
      pack,
      mean: byColumn(columns, mean),
      pictures: Object.fromEntries(
        [...figures].map(([name, row]) => [name, byColumn(columns, row)]),
      ),
    };
    await writeFile(jsonFile, `${JSON.stringify(document, null, 2)}\n`);
    console.log(`Figures: ${jsonFile}`);
  }
}

/** Our enlargement as users get it, through the real engine, losslessly encoded. */
function enlargeWith(engine: Engine): Enlarge {
  return async (lowPath) => {
    const { bytes } = await engine.enhance(await readFile(lowPath), {
      scale: BENCH_SCALE,
      maxSidePx: MAX_RESULT_SIDE_PX,
      format: 'png',
    });
    return readPicture(bytes);
  };
}

function isDrawn(index: number, count: number): boolean {
  const step = Math.max(1, count / MAX_SHEET_ROWS);
  return Math.floor(index / step) !== Math.floor((index - 1) / step);
}

function byColumn(
  columns: readonly string[],
  figures: readonly Figures[],
): Record<string, Figures> {
  return Object.fromEntries(columns.map((column, index) => [column, figures[index]!]));
}

try {
  await main();
} catch (error) {
  const { what, next } =
    error instanceof OnestepError ? errorText(error) : { what: (error as Error).message, next: '' };
  console.error(`${what}${next === '' ? '' : `\n  ${next}`}`);
  process.exitCode = 1;
}
