import type { DirectPack } from '../pack/schema';
import type { Colour } from '../tiles/read-tile';
import type { ModelSession, NetworkRun } from '../runtime/model-session';
import { runAtScale } from '../runtime/run-at-scale';

/** Both ends, the middle, and two colours whose channels differ much. */
const PROBES: readonly Colour[] = [
  [0, 0, 0],
  [255, 255, 255],
  [127, 127, 127],
  [200, 30, 90],
  [12, 180, 240],
];

/** Whether flat colour may do without the network, for each way to run it; asked once for each. */
export class FlatColours {
  readonly #session: ModelSession;
  readonly #pack: DirectPack;
  readonly #known = new Map<string, boolean>();

  constructor(session: ModelSession, pack: DirectPack) {
    this.#session = session;
    this.#pack = pack;
  }

  /** @throws OnestepError `engine-memory`, `engine-crashed`, `pack-graph` */
  async areKeptBy(run: NetworkRun): Promise<boolean> {
    const key = [run.output, ...(run.condition ?? [])].join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const kept = await keepsFlatColours(this.#session, this.#pack, run);
    this.#known.set(key, kept);
    return kept;
  }
}

/**
 * Asks the network whether it gives flat colour back unchanged. Only then can flat tiles do without
 * it: a network that shifts colours even slightly would leave a step at the border of such a tile.
 */
async function keepsFlatColours(
  session: ModelSession,
  { reach, alignment }: DirectPack,
  run: NetworkRun,
): Promise<boolean> {
  // The pixel in the middle sees nothing of the borders, where the network may pad with anything.
  const side = Math.ceil((2 * reach + 1) / alignment) * alignment;
  const plane = side * side;
  for (const colour of PROBES) {
    const data = new Float32Array(3 * plane);
    colour.forEach((value, channel) => {
      data.fill(value / 255, channel * plane, (channel + 1) * plane);
    });
    const answer = await runAtScale(session, { data, width: side, height: side }, run);
    const middle = reach * run.scale;
    for (let y = middle; y < middle + run.scale; y++) {
      for (let x = middle; x < middle + run.scale; x++) {
        for (let channel = 0; channel < 3; channel++) {
          const value = answer.data[(channel * answer.height + y) * answer.width + x]!;
          if (Math.floor(value * 255 + 0.5) !== colour[channel]) return false;
        }
      }
    }
  }
  return true;
}
