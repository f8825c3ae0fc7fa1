import { gammaFunction } from './gamma-function';

/**
 * An asymmetric generalised Gaussian distribution. `shape` 2 is normal and 1 Laplacian; the scales are
 * of the sides below and above zero. Scales are NaN for values that do not take both signs.
 */
export interface Aggd {
  readonly shape: number;
  readonly leftScale: number;
  readonly rightScale: number;
}

/** Shapes that are tried: 0.2 to 10 in steps of 0.001. */
const LEAST_SHAPE = 0.2;
const SHAPE_STEP = 0.001;
const SHAPE_COUNT = 9801;

/** mean(|x|)² / mean(x²) of the symmetric distribution of each shape; rises with the shape. */
const RATIOS = Float64Array.from({ length: SHAPE_COUNT }, (_, index) => {
  const inverse = 1 / shapeAt(index);
  return gammaFunction(2 * inverse) ** 2 / (gammaFunction(inverse) * gammaFunction(3 * inverse));
});

/** Fits by moments, as NIQE does. */
export function fitAggd(values: Float64Array): Aggd {
  let leftSquares = 0;
  let leftCount = 0;
  let rightSquares = 0;
  let rightCount = 0;
  let magnitudes = 0;
  for (const value of values) {
    magnitudes += Math.abs(value);
    if (value < 0) {
      leftSquares += value * value;
      leftCount++;
    } else if (value > 0) {
      rightSquares += value * value;
      rightCount++;
    }
  }
  const left = Math.sqrt(leftSquares / leftCount);
  const right = Math.sqrt(rightSquares / rightCount);
  const balance = left / right;
  const ratio = (magnitudes / values.length) ** 2 / ((leftSquares + rightSquares) / values.length);
  const shape = shapeOf((ratio * (balance ** 3 + 1) * (balance + 1)) / (balance ** 2 + 1) ** 2);
  const spread = Math.sqrt(gammaFunction(1 / shape) / gammaFunction(3 / shape));
  return { shape, leftScale: left * spread, rightScale: right * spread };
}

/** The shape whose ratio is nearest; the least one where the ratio is not a number. */
function shapeOf(ratio: number): number {
  if (Number.isNaN(ratio)) return LEAST_SHAPE;
  let low = 0;
  let high = SHAPE_COUNT - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (RATIOS[middle]! < ratio) low = middle;
    else high = middle;
  }
  return shapeAt(ratio - RATIOS[low]! <= RATIOS[high]! - ratio ? low : high);
}

function shapeAt(index: number): number {
  return LEAST_SHAPE + index * SHAPE_STEP;
}
