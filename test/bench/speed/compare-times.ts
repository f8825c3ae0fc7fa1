import { layOut } from '../table';

/** What was timed on one size of picture, in milliseconds, run by run. */
export interface TimedSize {
  /** As in "128→512". */
  readonly title: string;
  /** By the name of the program; the first one is what the others are compared with. */
  readonly runs: ReadonlyMap<string, readonly number[]>;
}

/** Medians, and how many times as long as the first program the others take. */
export function timeTable({ title, runs }: TimedSize): string {
  const base = median([...runs.values()][0]!);
  const rows = [...runs].map(([program, times]) => [
    program,
    median(times).toFixed(0),
    Math.min(...times).toFixed(0),
    Math.max(...times).toFixed(0),
    String(times.length),
    `${(median(times) / base).toFixed(2)}×`,
  ]);
  return layOut([[title, 'median ms', 'least', 'most', 'runs', 'ratio'], ...rows]);
}

/** @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
