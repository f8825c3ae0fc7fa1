import { OnestepError } from '../../shared/errors';
import type { EnhanceOptions, LatentOptions } from '../engine';
import { isWithin, refuseUnless } from './options';

const LATENT_ONLY = [
  'colourFix',
  'tiling',
  'latentTile',
  'latentOverlap',
  'processSize',
  'outputSize',
] as const satisfies readonly (keyof LatentOptions)[];

/**
 * Checks what a caller wants of a direct pack, which takes no words and has no latents.
 *
 * @param nativeScale most that the pack can enlarge
 * @throws OnestepError `option-invalid` (option, value, expected), `prompt-unsupported`
 */
export function checkDirectOptions(options: EnhanceOptions, nativeScale: number): void {
  const { scale, prompt = '', caption = '' } = options;
  refuseUnless(
    isWithin(scale, 1, nativeScale),
    'scale',
    scale,
    `a number from 1 to ${nativeScale}`,
  );
  if (prompt !== '' || caption !== '') throw new OnestepError('prompt-unsupported');
  for (const option of LATENT_ONLY) {
    const value = options[option];
    refuseUnless(value === undefined, option, value, 'a pack made from OSEDiff for that');
  }
}
