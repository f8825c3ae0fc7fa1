import { OnestepError } from '../../shared/errors';
import type { PromptEncoder } from '../prompt/prompt-encoder';
import type { ModelRuntime } from '../runtime/model-session';
import type { LatentMemory } from './latent-memory';
import type { LatentNetworks } from './networks';
import { restoreLatent } from './restore-latent';

/**
 * Runs the pack's own record once, because kernels can be wrong on some machines without any error.
 *
 * @throws OnestepError `pack-self-test` (also when a network cannot run or answers NaN), and what
 * opening the networks throws
 */
export async function runLatentSelfTest(
  networks: LatentNetworks,
  prompts: PromptEncoder,
  runtime: ModelRuntime,
  memory: LatentMemory,
): Promise<void> {
  const { selfTest } = networks.pack;
  if (selfTest === null) return;
  const { width, height, input, output, tolerance } = selfTest;
  const embeddings = await prompts.encode('');
  const { data } = await restoreLatent({
    runtime,
    networks,
    memory,
    picture: { width, height, channels: 3, data: input },
    embeddings,
    options: { tiling: 'none', colourFix: 'none' },
    signal: undefined,
    onTiles: () => undefined,
  }).catch((thrown: unknown) => {
    const isWrong =
      thrown instanceof OnestepError &&
      (thrown.code === 'engine-crashed' || thrown.code === 'result-invalid');
    throw isWrong ? new OnestepError('pack-self-test', {}, thrown) : thrown;
  });
  const difference = output.reduce(
    (largest, expected, index) => Math.max(largest, Math.abs(expected - data[index]!)),
    0,
  );
  if (difference <= tolerance) return;
  throw new OnestepError(
    'pack-self-test',
    {},
    `${difference} levels off, accepted is ${tolerance}`,
  );
}
