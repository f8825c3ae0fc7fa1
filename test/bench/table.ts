import type { Figures } from './measure';

const GAP = '   ';
const NOTHING = '–';

/**
 * Rows of text in columns as wide as they need; all but the first column are set flush right.
 *
 * @param rows with equally many cells; the first row is the head
 */
export function layOut(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

/** As in "27.507": dB with three decimals. */
export function formatPsnr(value: number): string {
  return formatNumber(value, 3);
}

/** As in ".7648": four decimals and no leading zero. */
export function formatSsim(value: number): string {
  return formatNumber(value, 4).replace(/^(-?)0\./, '$1.');
}

export function formatNiqe(value: number): string {
  return formatNumber(value, 2);
}

/** As in "27.507 .7648 9.14"; what has no value is left out. */
export function formatFigures({ psnrY, ssimY, niqe }: Figures): string {
  return [formatPsnr(psnrY), formatSsim(ssimY), formatNiqe(niqe)]
    .filter((figure) => figure !== NOTHING)
    .join(' ');
}

export function formatNumber(value: number, decimals: number): string {
  return Number.isNaN(value) ? NOTHING : value.toFixed(decimals);
}
