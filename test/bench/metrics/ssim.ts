import { luma } from './luma';
import { assertSameSize, type RgbPicture } from './rgb-picture';

/** Constants of the paper (Wang et al. 2004) for values from 0 to 255. */
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;
const WINDOW_PX = 11;
const SIGMA_PX = 1.5;
const WINDOW = gaussianWindow();

/**
 * Structural similarity of luma rounded to 8 bits, -1 to 1 (equal pictures): the mean over every
 * 11 × 11 Gaussian window that lies wholly inside the picture.
 *
 * @throws Error when the sizes differ or a side is under 11 px.
 */
export function ssimY(picture: RgbPicture, truth: RgbPicture): number {
  assertSameSize(picture, truth);
  const { width, height } = picture;
  if (Math.min(width, height) < WINDOW_PX) {
    throw new Error(`SSIM needs ${WINDOW_PX} pixels a side; this is ${width} × ${height}.`);
  }
  const first = luma(picture).map(Math.round);
  const second = luma(truth).map(Math.round);
  const smooth = (values: Float64Array): Float64Array => smoothInside(values, width, height);

  const mean1 = smooth(first);
  const mean2 = smooth(second);
  const square1 = smooth(multiply(first, first));
  const square2 = smooth(multiply(second, second));
  const product = smooth(multiply(first, second));

  let sum = 0;
  for (let i = 0; i < mean1.length; i++) {
    const means = mean1[i]! * mean2[i]!;
    const meanSquares = mean1[i]! ** 2 + mean2[i]! ** 2;
    const covariance = product[i]! - means;
    const variances = square1[i]! + square2[i]! - meanSquares;
    sum += ((2 * means + C1) * (2 * covariance + C2)) / ((meanSquares + C1) * (variances + C2));
  }
  return sum / mean1.length;
}

function gaussianWindow(): Float64Array {
  const centre = (WINDOW_PX - 1) / 2;
  const weights = Float64Array.from({ length: WINDOW_PX }, (_, i) =>
    Math.exp(-((i - centre) ** 2) / (2 * SIGMA_PX ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function multiply(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, index) => value * second[index]!);
}

/** Separable Gaussian mean of every full window; the result is 10 px smaller in each direction. */
function smoothInside(values: Float64Array, width: number, height: number): Float64Array {
  const innerWidth = width - WINDOW_PX + 1;
  const innerHeight = height - WINDOW_PX + 1;
  const rows = new Float64Array(innerWidth * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < innerWidth; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW_PX; k++) sum += WINDOW[k]! * values[y * width + x + k]!;
      rows[y * innerWidth + x] = sum;
    }
  }
  const result = new Float64Array(innerWidth * innerHeight);
  for (let y = 0; y < innerHeight; y++) {
    for (let x = 0; x < innerWidth; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW_PX; k++) sum += WINDOW[k]! * rows[(y + k) * innerWidth + x]!;
      result[y * innerWidth + x] = sum;
    }
  }
  return result;
}
