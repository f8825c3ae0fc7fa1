import { OnestepError } from '../../src/shared/errors';
import { readOsediffAdapter } from './checkpoint/osediff-adapter';
import { openWeights } from './checkpoint/sharded';
import { osediffGraphs, type OsediffGraphs } from './graphs/osediff-graphs';
import type { RandomAccessSource, SourceFolder } from './sources/random-access-source';
import { readJsonFile } from './sources/read-json';

/** How many names of a list an error shows. */
const MAX_NAMES = 3;

/**
 * Opens Stable Diffusion 2.1 base with an OSEDiff adapter. Everything that can be wrong with them but
 * the numbers themselves is found here, before anything is written.
 *
 * @throws OnestepError `checkpoint-*`, and what the sources throw
 */
export async function openOsediff(
  base: SourceFolder,
  adapter: RandomAccessSource,
): Promise<OsediffGraphs> {
  const graphs = osediffGraphs({
    configs: {
      unet: await readJsonFile(base, 'unet/config.json'),
      vae: await readJsonFile(base, 'vae/config.json'),
      textEncoder: await readJsonFile(base, 'text_encoder/config.json'),
      scheduler: await readJsonFile(base, 'scheduler/scheduler_config.json'),
    },
    adapter: await readOsediffAdapter(adapter),
    unet: await openWeights(base, 'unet'),
    vae: await openWeights(base, 'vae'),
    textEncoder: await openWeights(base, 'text_encoder'),
  });
  refuseSurplus(graphs.unused);
  return graphs;
}

/** A tensor that no layer wants says that the network is another one than its configuration. */
function refuseSurplus(unused: readonly string[]): void {
  if (unused.length === 0) return;
  const names = unused.slice(0, MAX_NAMES).join(', ');
  const more = unused.length > MAX_NAMES ? ` and ${unused.length - MAX_NAMES} more` : '';
  throw new OnestepError('checkpoint-unsupported', {
    reason: `it has tensors that no layer takes: ${names}${more}`,
  });
}
