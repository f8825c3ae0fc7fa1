import type { Figures } from './measure';

const LEAST_NAME_WIDTH = 10;
const LEAST_COLUMN_WIDTH = 15;
const GAP = '   ';

/** Lays out figures in columns of text; rows can be printed as they come. */
export class FigureTable {
  readonly #columns: readonly string[];
  readonly #nameWidth: number;

  constructor(columns: readonly string[], rowNames: readonly string[]) {
    this.#columns = columns;
    this.#nameWidth = Math.max(LEAST_NAME_WIDTH, ...rowNames.map((name) => name.length));
  }

  header(): string {
    const titles = this.#columns.map((column) => column.padEnd(widthOf(column)));
    const units = this.#columns.map((column) => 'PSNR-Y   SSIM-Y'.padEnd(widthOf(column)));
    return [this.#line('', titles), this.#line('', units)].join('\n');
  }

  /** @param figures in the order of the columns */
  row(name: string, figures: readonly Figures[]): string {
    return this.#line(
      name,
      figures.map((figure, index) => formatFigures(figure).padEnd(widthOf(this.#columns[index]!))),
    );
  }

  #line(name: string, cells: readonly string[]): string {
    return [name.padEnd(this.#nameWidth), ...cells].join(GAP).trimEnd();
  }
}

/** As in "27.507   .7648": dB with three decimals, similarity with four and no leading zero. */
export function formatFigures({ psnrY, ssimY }: Figures): string {
  const similarity = ssimY.toFixed(4).replace(/^(-?)0\./, '$1.');
  return `${psnrY.toFixed(3).padStart(6)}   ${similarity.padStart(6)}`;
}

function widthOf(column: string): number {
  return Math.max(LEAST_COLUMN_WIDTH, column.length);
}
