import { AMOUNTS, CONTENTS } from '../../shared/controls';
import { OnestepError } from '../../shared/errors';
import type { ControlsInfo, EnhanceOptions, LatentOptions } from '../engine';
import { checkPrompt, isWithin, refuseControls, refuseUnless, refuseUnlessOneOf } from './options';

const LATENT_ONLY = [
  'caption',
  'colourFix',
  'tiling',
  'latentTile',
  'latentOverlap',
  'processSize',
  'outputSize',
] as const satisfies readonly (keyof LatentOptions)[];

/** What of a direct pack decides about the options that it takes. */
export interface DirectAbilities {
  /** Most that the pack can enlarge. */
  readonly largestScale: number;
  readonly controls: ControlsInfo | null;
}

/**
 * Checks what a caller wants of a direct pack, which has no latents, and controls or none.
 *
 * @throws OnestepError `option-invalid` (option, value, expected), `prompt-unsupported`
 */
export function checkDirectOptions(
  options: EnhanceOptions,
  { largestScale, controls: info }: DirectAbilities,
): void {
  const { scale, prompt = '', controls = {} } = options;
  refuseUnless(
    isWithin(scale, 1, largestScale),
    'scale',
    scale,
    `a number from 1 to ${largestScale}`,
  );
  checkPrompt('prompt', prompt);
  const vocabulary = info?.vocabulary ?? [];
  if (prompt !== '' && vocabulary.length === 0) throw new OnestepError('prompt-unsupported');
  if (info === null) refuseControls(controls);
  for (const name of AMOUNTS) {
    const amount = controls[name];
    const fits = amount === undefined || isWithin(amount, 0, 1);
    refuseUnless(fits, name, amount, 'a number from 0 to 1');
  }
  refuseUnlessOneOf(CONTENTS, 'content', controls.content);
  for (const option of LATENT_ONLY) {
    const value = options[option] === '' ? undefined : options[option];
    refuseUnless(value === undefined, option, value, 'a pack made from OSEDiff for that');
  }
}
