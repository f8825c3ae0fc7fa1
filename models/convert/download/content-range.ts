/** What a 206 answer holds: bytes `start` to `end` (exclusive) of `total`. */
export interface ContentRange {
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

const SOME = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/;
const NONE = /^bytes \*\/(\d{1,15})$/;

/** @returns null for a header that is missing, contradicts itself or does not tell the total */
export function parseContentRange(header: string | null): ContentRange | null {
  const match = SOME.exec(header ?? '');
  if (match === null) return null;
  const [start, last, total] = match.slice(1).map(Number) as [number, number, number];
  return start <= last && last < total ? { start, end: last + 1, total } : null;
}

/** The total of a 416 answer, which holds no bytes; null when it is not told. */
export function parseUnsatisfiedRange(header: string | null): number | null {
  const match = NONE.exec(header ?? '');
  return match === null ? null : Number(match[1]);
}
