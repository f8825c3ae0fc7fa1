/** @returns null for dimensions that are no whole numbers from 0, or whose product is not exact */
export function elementCount(shape: readonly unknown[]): number | null {
  let count = 1;
  for (const side of shape) {
    if (typeof side !== 'number' || !Number.isSafeInteger(side) || side < 0) return null;
    count *= side;
    if (!Number.isSafeInteger(count)) return null;
  }
  return count;
}
