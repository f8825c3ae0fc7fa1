import { luma } from './luma';
import { assertSameSize, type RgbPicture } from './rgb-picture';

const BLOCK_PX = 16;
/** Share of the truth's blocks that count as flat: those with the least detail. */
const FLAT_SHARE = 0.05;
/** Surroundings whose mean is taken off, so that only what changes within a few pixels is left. */
const RADIUS_PX = 8;

/**
 * Deviation of luma from its surroundings where the truth is flattest, in levels of 255: noise that is
 * still there, or grain that was kept.
 *
 * @throws Error when the sizes differ
 */
export function noiseResidual(picture: RgbPicture, truth: RgbPicture): number {
  assertSameSize(picture, truth);
  const { width, height } = picture;
  const wanted = blockEnergies(highPass(luma(truth), width, height), width, height);
  const actual = blockEnergies(highPass(luma(picture), width, height), width, height);
  const flattest = wanted
    .map((energy, block) => ({ energy, block }))
    .sort((a, b) => a.energy - b.energy)
    .slice(0, Math.max(1, Math.round(FLAT_SHARE * wanted.length)));
  return Math.sqrt(flattest.reduce((sum, { block }) => sum + actual[block]!, 0) / flattest.length);
}

/** Mean square of each whole block, row by row. */
function blockEnergies(values: Float64Array, width: number, height: number): number[] {
  const energies: number[] = [];
  for (let top = 0; top + BLOCK_PX <= height; top += BLOCK_PX) {
    for (let left = 0; left + BLOCK_PX <= width; left += BLOCK_PX) {
      let sum = 0;
      for (let y = top; y < top + BLOCK_PX; y++) {
        for (let x = left; x < left + BLOCK_PX; x++) sum += values[y * width + x]! ** 2;
      }
      energies.push(sum / BLOCK_PX ** 2);
    }
  }
  return energies;
}

function highPass(values: Float64Array, width: number, height: number): Float64Array {
  const rows = runningMeans(values, height, width, 1);
  const smooth = runningMeans(rows, width, height, width);
  return values.map((value, at) => value - smooth[at]!);
}

/**
 * Means along lines; fewer values count at the ends.
 *
 * @param step from value to value of a line: 1 along rows, the width along columns
 */
function runningMeans(
  values: Float64Array,
  lines: number,
  length: number,
  step: number,
): Float64Array {
  const result = new Float64Array(values.length);
  const lineStep = step === 1 ? length : 1;
  for (let line = 0; line < lines; line++) {
    const at = (index: number): number => line * lineStep + index * step;
    let sum = 0;
    for (let index = 0; index < Math.min(RADIUS_PX, length); index++) sum += values[at(index)]!;
    for (let index = 0; index < length; index++) {
      const entering = index + RADIUS_PX;
      const leaving = index - RADIUS_PX - 1;
      if (entering < length) sum += values[at(entering)]!;
      if (leaving >= 0) sum -= values[at(leaving)]!;
      const count = Math.min(entering, length - 1) - Math.max(leaving, -1);
      result[at(index)] = sum / count;
    }
  }
  return result;
}
