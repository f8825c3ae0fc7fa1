import { mergeControls, type Content } from '../../shared/controls';
import { OnestepError } from '../../shared/errors';
import { readPrompt } from '../../shared/prompt-vocabulary';
import type { ControlsInfo } from '../engine';
import type { Raster } from '../image/raster';
import type { LoadedDirectPack } from '../pack/load-pack';
import type { DirectPack } from '../pack/schema';
import { runSelfTest } from '../pack/self-test';
import type { ModelRuntime } from '../runtime/model-session';
import { detectContent } from './detect-content';
import { checkDirectOptions } from './direct-options';
import { FlatColours } from './flat-colours';
import { largestScale } from '../pack/network-run';
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
  const { input, condition, outputs } = pack.graph;
  const session = await runtime.createSession({
    bytes: graph,
    input,
    condition,
    outputs: outputs.map(({ name }) => name),
  });
  try {
    await runSelfTest(session, pack);
  } catch (thrown) {
    await session.release();
    throw thrown;
  }
  return directRestorer({ pack, runtime, session, flatColours: new FlatColours(session, pack) });
}

function directRestorer(parts: DirectParts): Restorer {
  const { pack } = parts;
  const controls = controlsOf(pack);
  const vocabulary = controls?.vocabulary ?? [];
  const abilities = { largestScale: largestScale(pack), controls };
  return {
    kind: 'direct',
    takesPrompt: vocabulary.length > 0,
    controls,
    checkOptions: (options) => checkDirectOptions(options, abilities),
    readPrompt: (prompt) => {
      if (vocabulary.length === 0) return null;
      const { understood, ignored } = readPrompt(prompt, vocabulary);
      return { understood, ignored };
    },
    async restore(source, size, options, { signal, onTiles, onDump }) {
      if (onDump !== undefined) {
        throw new OnestepError('option-invalid', {
          option: 'dump',
          value: pack.name,
          expected: 'a pack made from OSEDiff for that',
        });
      }
      const prompted = readPrompt(options.prompt ?? '', vocabulary).controls;
      const told = mergeControls(prompted, options.controls ?? {});
      const content = told.content ?? detectedContent(pack, source);
      const wishes = { ...told, content };
      return restorePicture(parts, source, size, wishes, { signal, onTiles });
    },
    release: () => parts.session.release(),
  };
}

function detectedContent({ contentDetector }: DirectPack, source: Raster): Content | undefined {
  return contentDetector && detectContent(source, contentDetector);
}

function controlsOf({ condition, vocabulary = [] }: DirectPack): ControlsInfo | null {
  return condition === undefined ? null : { vocabulary };
}
