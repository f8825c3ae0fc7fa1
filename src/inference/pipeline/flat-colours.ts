import type { DirectPack } from '../pack/schema';
import type { Colour } from '../tiles/read-tile';
import type { ModelSession } from '../runtime/model-session';
import { runAtScale } from '../runtime/run-at-scale';

/** Both ends, the middle, and two colours whose channels differ much. */
const PROBES: readonly Colour[] = [
  [0, 0, 0],
  [255, 255, 255],
  [127, 127, 127],
  [200, 30, 90],
  [12, 180, 240],
];

/**
 * Asks the network whether it gives flat colour back unchanged. Only then can flat tiles do without
 * it: a network that shifts colours even slightly would leave a step at the border of such a tile.
 *
 * @throws OnestepError `engine-memory`, `engine-crashed`, `pack-graph`
 */
export async function keepsFlatColours(
  session: ModelSession,
  { reach, nativeScale }: DirectPack,
): Promise<boolean> {
  // The pixel in the middle sees nothing of the borders, where the network pads.
  const side = 2 * reach + 1;
  const plane = side * side;
  for (const colour of PROBES) {
    const data = new Float32Array(3 * plane);
    colour.forEach((value, channel) => {
      data.fill(value / 255, channel * plane, (channel + 1) * plane);
    });
    const input = { data, width: side, height: side };
    const answer = await runAtScale(session, input, nativeScale);
    const middle = reach * nativeScale;
    for (let y = middle; y < middle + nativeScale; y++) {
      for (let x = middle; x < middle + nativeScale; x++) {
        for (let channel = 0; channel < 3; channel++) {
          const value = answer.data[(channel * answer.height + y) * answer.width + x]!;
          if (Math.floor(value * 255 + 0.5) !== colour[channel]) return false;
        }
      }
    }
  }
  return true;
}
