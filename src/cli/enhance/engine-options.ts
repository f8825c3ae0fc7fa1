import type { Controls } from '../../shared/controls';
import { OnestepError } from '../../shared/errors';
import { MAX_RESULT_SIDE_PX } from '../../shared/limits';
import type { Engine, EnhanceOptions, LatentOptions, OutputFormat } from '../../inference/engine';

/** What of a request concerns the engine. */
export interface RestoreRequest {
  /** Enlargement of each side. */
  readonly scale: number;
  readonly prompt: string | undefined;
  readonly controls: Controls;
  readonly latent: LatentOptions;
  /** Of JPEG and WebP, in percent. */
  readonly quality: number | undefined;
  readonly strength: number | undefined;
}

/** How the options that the engine checks are spelled here. */
const FLAGS: Readonly<Record<string, string>> = {
  scale: '--scale',
  prompt: '--prompt',
  denoise: '--denoise',
  dejpeg: '--dejpeg',
  deblur: '--deblur',
  content: '--content',
  crisp: '--crisp',
  caption: '--caption',
  colourFix: '--color-fix',
  tiling: '--tiling',
  latentTile: '--latent-tile',
  latentOverlap: '--latent-overlap',
  processSize: '--process-size',
  outputSize: '--network-size',
  dump: '--dump',
  quality: '--quality',
  strength: '--strength',
};

export function engineOptions(
  { scale, prompt, controls, latent, quality, strength }: RestoreRequest,
  format: OutputFormat | 'auto',
): EnhanceOptions {
  const maxSidePx = MAX_RESULT_SIDE_PX;
  return { ...latent, prompt, controls, scale, maxSidePx, format, quality, strength };
}

/**
 * Checks a request before the first picture: what a pack can do is known only when it is loaded.
 *
 * @throws OnestepError `option-invalid` (option, as it is written here), `prompt-unsupported`
 */
export function checkRequest(
  request: RestoreRequest & { dump?: string | undefined },
  engine: Engine,
): void {
  const { dump } = request;
  if (engine.info.kind === 'direct' && dump !== undefined) {
    const expected = '--pack with a pack made from OSEDiff for that';
    throw new OnestepError('option-invalid', { option: '--dump', value: dump, expected });
  }
  try {
    engine.checkOptions(engineOptions(request, 'auto'));
  } catch (thrown) {
    throw withFlagName(thrown);
  }
}

function withFlagName(thrown: unknown): unknown {
  if (!(thrown instanceof OnestepError) || thrown.code !== 'option-invalid') return thrown;
  const option = String(thrown.details['option']);
  return new OnestepError('option-invalid', {
    ...thrown.details,
    option: FLAGS[option] ?? option,
  });
}
