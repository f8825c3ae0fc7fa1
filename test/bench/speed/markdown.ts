/** One part of the report. */
export interface Section {
  readonly title: string;
  /** Sentences above the tables: what was run, and what was left out and why. */
  readonly remarks: readonly string[];
  readonly tables: readonly Table[];
}

/** Rows of equally many cells; the first row is the head. */
export type Table = readonly (readonly string[])[];

/** What has no value. */
export const NOTHING = '–';

export function sectionMarkdown({ title, remarks, tables }: Section): string {
  return [`### ${title}`, ...remarks, ...tables.map(tableMarkdown)].join('\n\n');
}

/** A table of Markdown in columns as wide as they need, as prettier sets it. */
export function tableMarkdown(rows: Table): string {
  const [head, ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head!.map((_, column) =>
    Math.max(3, ...[head!, ...body].map((row) => [...row[column]!].length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat(widths[column]! - [...cell].length)).join(' | ')} |`;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join(
    '\n',
  );
}

/** Milliseconds with as many digits as a reader takes in: "0.42", "8.3", "415", "12 345". */
export function milliseconds(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return NOTHING;
  if (value >= 10_000) return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ' ');
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.095 ? 1 : 0)} %`;
}

export function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
