import { Option, type Command } from 'commander';
import { COLOUR_FIXES, type ColourFix } from '../../shared/colour-fix';
import { TILINGS, type LatentOptions, type Tiling } from '../../inference/engine';
import { notEmpty, oneOf, wholeNumber } from './parse-flags';

/** Flags for packs made from OSEDiff; the others refuse them. */
export interface LatentFlags {
  readonly caption?: string;
  readonly colorFix?: ColourFix;
  readonly tiling?: Tiling;
  readonly latentTile?: number;
  readonly latentOverlap?: number;
  readonly processSize?: number;
  readonly networkSize?: true;
  readonly dump?: string;
}

export function addLatentFlags(command: Command): Command {
  const flag = (flags: string, description: string, parse: (value: string) => unknown) =>
    new Option(flags, description).argParser(parse).helpGroup('With a pack made from OSEDiff:');
  const text = (value: string) => value;
  return command
    .addOption(flag('--caption <tags>', 'tags of the picture, which come before the prompt', text))
    .addOption(
      flag(
        '--color-fix <name>',
        'colours of the source: adain (default), wavelet or none',
        oneOf('--color-fix', COLOUR_FIXES),
      ),
    )
    .addOption(
      flag(
        '--tiling <name>',
        'auto (default), official (as the official code) or none',
        oneOf('--tiling', TILINGS),
      ),
    )
    .addOption(
      flag('--latent-tile <number>', 'side of a tile, in latents', wholeNumber('--latent-tile')),
    )
    .addOption(
      flag(
        '--latent-overlap <number>',
        'overlap of tiles, in latents',
        wholeNumber('--latent-overlap'),
      ),
    )
    .addOption(
      flag(
        '--process-size <px>',
        'enlarge pictures first that would stay smaller than this',
        wholeNumber('--process-size'),
      ),
    )
    .addOption(
      new Option(
        '--network-size',
        'keep the size that the network gives, a multiple of 8',
      ).helpGroup('With a pack made from OSEDiff:'),
    )
    .addOption(
      flag(
        '--dump <file>',
        'write what each stage gives (safetensors)',
        notEmpty('--dump', 'the name of a file'),
      ),
    );
}

export function toLatentOptions(flags: LatentFlags): LatentOptions {
  const { caption, colorFix, tiling, latentTile, latentOverlap, processSize } = flags;
  return {
    caption,
    colourFix: colorFix,
    tiling,
    latentTile,
    latentOverlap,
    processSize,
    outputSize: flags.networkSize === true ? 'network' : undefined,
  };
}
