import { luma } from './luma';
import { assertSameSize, type RgbPicture } from './rgb-picture';

/** Share of the truth's pixels that count as strong edges. */
const EDGE_SHARE = 0.05;

/**
 * How steep luma is at the truth's strongest edges, over how steep it is there in the truth: below 1
 * is softer, above 1 harder.
 *
 * @throws Error when the sizes differ
 */
export function edgeAcutance(picture: RgbPicture, truth: RgbPicture): number {
  assertSameSize(picture, truth);
  const wanted = gradients(truth);
  const actual = gradients(picture);
  const threshold = wanted.slice().sort()[Math.floor((1 - EDGE_SHARE) * wanted.length)]!;
  let [wantedSum, actualSum] = [0, 0];
  for (const [at, gradient] of wanted.entries()) {
    if (gradient < threshold) continue;
    wantedSum += gradient;
    actualSum += actual[at]!;
  }
  return actualSum / wantedSum;
}

/** Length of the central difference at every inner pixel. */
function gradients(picture: RgbPicture): Float64Array {
  const { width, height } = picture;
  const values = luma(picture);
  const result = new Float64Array((width - 2) * (height - 2));
  let target = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const [across, down] = [
        values[at + 1]! - values[at - 1]!,
        values[at + width]! - values[at - width]!,
      ];
      result[target++] = Math.hypot(across, down) / 2;
    }
  }
  return result;
}
