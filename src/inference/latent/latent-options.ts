import { COLOUR_FIXES } from '../../shared/colour-fix';
import { OUTPUT_SIZES, TILINGS, type EnhanceOptions } from '../engine';
import {
  checkPrompt,
  isWhole,
  isWithin,
  refuseControls,
  refuseUnless,
  refuseUnlessOneOf,
} from '../pipeline/options';

const MAX_SCALE = 8;
const LEAST_TILE = 8;
const MOST_TILE = 512;
const MAX_PROCESS_SIZE = 4096;

/**
 * Checks what a caller wants of a latent pack.
 *
 * @throws OnestepError `option-invalid` (option, value, expected)
 */
export function checkLatentOptions(options: EnhanceOptions): void {
  const { scale, prompt = '', caption = '', controls, colourFix, tiling, outputSize } = options;
  refuseUnless(isWithin(scale, 1, MAX_SCALE), 'scale', scale, `a number from 1 to ${MAX_SCALE}`);
  checkPrompt('prompt', prompt);
  checkPrompt('caption', caption);
  refuseControls(controls);
  refuseUnlessOneOf(COLOUR_FIXES, 'colourFix', colourFix);
  refuseUnlessOneOf(TILINGS, 'tiling', tiling);
  refuseUnlessOneOf(OUTPUT_SIZES, 'outputSize', outputSize);
  const { latentTile, latentOverlap, processSize } = options;
  refuseUnlessWhole('latentTile', latentTile, LEAST_TILE, MOST_TILE);
  refuseUnlessWhole('latentOverlap', latentOverlap, 0, (latentTile ?? LEAST_TILE * 8) - 1);
  refuseUnlessWhole('processSize', processSize, 8, MAX_PROCESS_SIZE);
}

function refuseUnlessWhole(
  option: string,
  value: number | undefined,
  least: number,
  most: number,
): void {
  if (value === undefined) return;
  const expected = `a whole number from ${least} to ${most}`;
  refuseUnless(isWhole(value, least, most), option, value, expected);
}
