import { OnestepError } from '../../shared/errors';
import type { LoadedDirectPack } from '../pack/load-pack';
import { runSelfTest } from '../pack/self-test';
import type { ModelRuntime } from '../runtime/model-session';
import { checkDirectOptions } from './direct-options';
import { keepsFlatColours } from './flat-colours';
import type { DirectParts } from './parts';
import { restorePicture } from './restore-picture';
import type { Restorer } from './restorer';

/**
 * A direct pack that has proven itself by its self-test.
 *
 * @throws OnestepError `pack-graph`, `pack-self-test`, `engine-unavailable`, `engine-memory`,
 * `engine-crashed`
 */
export async function createDirectRestorer(
  { description: pack, graph }: LoadedDirectPack,
  runtime: ModelRuntime,
): Promise<Restorer> {
  const { input, output } = pack.graph;
  const session = await runtime.createSession({ bytes: graph, input, output });
  try {
    await runSelfTest(session, pack);
    const skipsFlat = await keepsFlatColours(session, pack);
    return directRestorer({ pack, runtime, session, skipsFlat });
  } catch (thrown) {
    await session.release();
    throw thrown;
  }
}

function directRestorer(parts: DirectParts): Restorer {
  return {
    kind: 'direct',
    checkOptions: (options) => checkDirectOptions(options, parts.pack.nativeScale),
    async restore(source, size, _options, { signal, onTiles, onDump }) {
      if (onDump !== undefined) {
        throw new OnestepError('option-invalid', {
          option: 'dump',
          value: parts.pack.name,
          expected: 'a pack made from OSEDiff for that',
        });
      }
      return restorePicture(parts, source, size, { signal, onTiles });
    },
    release: () => parts.session.release(),
  };
}
