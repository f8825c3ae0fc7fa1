import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { drawSheet, sheetRow, type SheetRow } from './contact-sheet';
import { meanFigures, measurePair, type Figures, type MeasureTask } from './measure';
import type { Pair } from './pairs';
import { formatNiqe, formatPsnr, formatSsim, layOut } from './table';

/** More rows than this make a sheet that no viewer opens; an even choice is drawn instead. */
const MAX_SHEET_ROWS = 24;

/** Figures of a whole set of pairs. */
export interface SetFigures {
  /** By the name of the picture, then by column. */
  readonly pictures: ReadonlyMap<string, ReadonlyMap<string, Figures>>;
  /** By column. */
  readonly mean: ReadonlyMap<string, Figures>;
}

/**
 * Measures a set and draws a sheet to judge by eye.
 *
 * @param pairs at least one; all with results of the same other programs beside them
 * @param sheetPath where to draw the sheet; its folder is made
 * @param onPair called after each pair
 */
export async function measureSet(
  pairs: readonly Pair[],
  task: MeasureTask,
  sheetPath: string,
  onPair: (done: number) => void,
): Promise<SetFigures> {
  const pictures = new Map<string, ReadonlyMap<string, Figures>>();
  const sheet: SheetRow[] = [];
  for (const [index, pair] of pairs.entries()) {
    const measured = await measurePair(pair, task);
    const { candidates } = measured;
    pictures.set(pair.name, new Map(candidates.map(({ column, figures }) => [column, figures])));
    if (isDrawn(index, pairs.length)) sheet.push(await sheetRow(measured));
    onPair(index + 1);
  }
  await mkdir(dirname(sheetPath), { recursive: true });
  await drawSheet(sheet, sheetPath);
  const columns = [...pictures.values()][0]!.keys();
  const mean = [...columns].map((column): [string, Figures] => [
    column,
    meanFigures([...pictures.values()].map((figures) => figures.get(column)!)),
  ]);
  return { pictures, mean: new Map(mean) };
}

/** Means as a table, a row a column of the set. */
export function meanTable({ mean }: SetFigures): string {
  const rows = [...mean].map(([column, { psnrY, ssimY, niqe }]) => [
    column,
    formatPsnr(psnrY),
    formatSsim(ssimY),
    formatNiqe(niqe),
  ]);
  return layOut([['', 'PSNR-Y', 'SSIM-Y', 'NIQE'], ...rows]);
}

function isDrawn(index: number, count: number): boolean {
  const step = Math.max(1, count / MAX_SHEET_ROWS);
  return Math.floor(index / step) !== Math.floor((index - 1) / step);
}
