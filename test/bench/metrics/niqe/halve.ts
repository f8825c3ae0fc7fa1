import { BICUBIC } from '../../../../src/inference/resample/kernels';
import { createPlane, type Plane } from './plane';

/** Source pixels that one result pixel reads: the cubic kernel, four wide, stretched to twice that. */
const TAPS = 8;
const FIRST_TAP = 1 - TAPS / 2;

/** The same for every result pixel, which lies in the middle between two source pixels. */
const WEIGHTS = tapWeights();

/**
 * Half the size as MATLAB's `imresize(picture, 0.5)` gives it: bicubic, anti-aliased, mirrored at the
 * edges.
 *
 * @param plane even sides
 */
export function halve(plane: Plane): Plane {
  return transpose(halveRows(transpose(halveRows(plane))));
}

function halveRows({ width, height, data }: Plane): Plane {
  return createPlane(width / 2, height, (x, y) => {
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      const source = mirror(2 * x + FIRST_TAP + tap, width);
      sum += WEIGHTS[tap]! * data[y * width + source]!;
    }
    return sum;
  });
}

function transpose({ width, height, data }: Plane): Plane {
  return createPlane(height, width, (x, y) => data[x * width + y]!);
}

/** The edge pixel is repeated once: -1 is 0, -2 is 1. */
function mirror(index: number, length: number): number {
  if (index < 0) return -1 - index;
  return index < length ? index : 2 * length - 1 - index;
}

function tapWeights(): readonly number[] {
  const weights = Array.from({ length: TAPS }, (_, tap) =>
    BICUBIC.weigh((FIRST_TAP + tap - 0.5) / 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
