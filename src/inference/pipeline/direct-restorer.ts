import { mergeControls, type Content } from '../../shared/controls';
import { OnestepError } from '../../shared/errors';
import { readPrompt } from '../../shared/prompt-vocabulary';
import type { ControlsInfo } from '../engine';
import type { Raster } from '../image/raster';
import type { LoadedDirectPack } from '../pack/load-pack';
import type { DirectPack } from '../pack/schema';
import type { ModelRuntime } from '../runtime/model-session';
import type { TileMemory } from '../tiles/tile-memory';
import { detectContent } from './detect-content';
import { DirectNetwork } from './direct-network';
import { checkDirectOptions } from './direct-options';
import { largestScale } from '../pack/network-run';
import type { DirectParts } from './parts';
import { restorePicture } from './restore-picture';
import type { Restorer } from './restorer';

/**
 * A direct pack that has proven itself by its self-test.
 *
 * @throws OnestepError `pack-graph`, `pack-self-test`, `engine-unavailable`, `engine-memory`,
 * `engine-crashed`, `engine-device-lost`
 */
export async function createDirectRestorer(
  pack: LoadedDirectPack,
  runtime: ModelRuntime,
  tileMemory: TileMemory,
): Promise<Restorer> {
  const network = await DirectNetwork.open(pack, runtime);
  const { name, version } = pack.description;
  const memory = tileMemory.of([name, version, runtime.memory.place].join(' '));
  return directRestorer({ pack: pack.description, runtime, network, memory });
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
    async restore(source, size, options, { signal, inNetwork, onTiles, onDump }) {
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
      return restorePicture(parts, source, size, wishes, { signal, inNetwork, onTiles });
    },
    release: () => parts.network.release(),
  };
}

function detectedContent({ contentDetector }: DirectPack, source: Raster): Content | undefined {
  return contentDetector && detectContent(source, contentDetector);
}

function controlsOf({ condition, vocabulary = [] }: DirectPack): ControlsInfo | null {
  return condition === undefined ? null : { vocabulary };
}
