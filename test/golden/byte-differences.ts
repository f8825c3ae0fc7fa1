import type { Raster } from '../../src/inference/image/raster';

/** How far two pictures of one size are apart, in levels of 255, over red, green and blue. */
export function byteDifferences(
  actual: Raster,
  expected: Raster,
): { readonly mean: number; readonly largest: number } {
  if (actual.width !== expected.width || actual.height !== expected.height) {
    return { mean: Infinity, largest: Infinity };
  }
  let sum = 0;
  let largest = 0;
  for (let at = 0; at < expected.data.length; at++) {
    if (at % 4 === 3) continue;
    const difference = Math.abs(actual.data[at]! - expected.data[at]!);
    sum += difference;
    largest = Math.max(largest, difference);
  }
  return { mean: sum / ((expected.data.length / 4) * 3), largest };
}
