import { Option, type Command } from 'commander';
import { CONTENTS, type Content, type Controls } from '../../shared/controls';
import { oneOf, orAuto, unit } from './parse-flags';

/** Flags for packs with controls; the others refuse what is not automatic. */
export interface ControlFlags {
  readonly denoise?: number | 'auto';
  readonly dejpeg?: number | 'auto';
  readonly deblur?: number | 'auto';
  readonly content?: Content | 'auto';
  readonly crisp?: number;
}

export function addControlFlags(command: Command): Command {
  const flag = (flags: string, description: string, parse: (value: string) => unknown) =>
    new Option(flags, description).argParser(parse).helpGroup('With the pack of Onestep:');
  const amount = (option: string) => orAuto(unit(option, 'auto, or a number from 0 to 1'));
  const expected = ['auto', ...CONTENTS].join(', ');
  const content = orAuto(oneOf('--content', CONTENTS, expected));
  return command
    .addOption(
      flag('--denoise <0–1>', 'how noisy the picture is, or auto (default)', amount('--denoise')),
    )
    .addOption(flag('--dejpeg <0–1>', 'how strongly compressed it is, or auto', amount('--dejpeg')))
    .addOption(flag('--deblur <0–1>', 'how soft it is, or auto', amount('--deblur')))
    .addOption(
      flag('--content <name>', 'photo, illustration, text (interfaces too), or auto', content),
    )
    .addOption(flag('--crisp <0–1>', 'from 0, faithful (default), to 1, crisp', unit('--crisp')));
}

/** What is automatic is left out. */
export function toControls(flags: ControlFlags): Controls {
  return {
    denoise: unlessAuto(flags.denoise),
    dejpeg: unlessAuto(flags.dejpeg),
    deblur: unlessAuto(flags.deblur),
    content: unlessAuto(flags.content),
    crisp: flags.crisp,
  };
}

function unlessAuto<T>(value: T | 'auto' | undefined): T | undefined {
  return value === 'auto' ? undefined : value;
}
