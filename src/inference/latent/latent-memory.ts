import type { LatentPack } from '../pack/latent-schema';
import type { ModelRuntime } from '../runtime/model-session';
import { largestArea } from '../tiles/memory-model';
import { watchMemory, type NetworkMemory, type TileMemory } from '../tiles/tile-memory';
import { networkBytes } from './networks';
import { LARGEST_AREAS, type TileAreas } from './tile-plans';
import type { TiledStage } from './tiling/run-tiled';

type NetworkName = keyof TileAreas;

const GRAPHS = { encode: 'encoder', predict: 'unet', decode: 'decoder' } as const;

/** Pixels of a latent. */
const PIXELS = 64;
/**
 * Numbers for each latent, all that are alive at once and those of the largest tensor, by the widths
 * of Stable Diffusion 2.1:
 * - the encoder's first blocks have 128 channels in full resolution: the block's input, its norm,
 *   the sigmoid, their product and a convolution;
 * - the UNet's first level has 320: its feed-forward layers unfold them to 8 · 320, of which halves,
 *   the activation and the product are alive beside 5 skips;
 * - the decoder's last level begins with 256 in full resolution: the block's input, its norm, the
 *   sigmoid and their product.
 * `headWidth` is that of the attention over all latents. Its scores are not among the numbers, since it is
 * fused. Measured on the CPU provider, for float32:
 * see docs/performance.md.
 */
const NUMBERS = {
  encode: { alive: 5 * 128 * PIXELS, largest: 128 * PIXELS, headWidth: 512 },
  predict: { alive: (8 + 4 + 4 + 4 + 5) * 320, largest: 8 * 320, headWidth: 64 },
  decode: { alive: 4 * 256 * PIXELS, largest: 256 * PIXELS, headWidth: 512 },
} as const;

/** How large tiles of a latent pack may be here: by a model of its memory, and by what ran out. */
export class LatentMemory {
  readonly #pack: LatentPack;
  readonly #runtime: Pick<ModelRuntime, 'memory' | 'sessionBudgetBytes'>;
  readonly #known: Readonly<Record<NetworkName, NetworkMemory>>;

  constructor(
    pack: LatentPack,
    runtime: Pick<ModelRuntime, 'memory' | 'sessionBudgetBytes'>,
    tileMemory: TileMemory,
  ) {
    const { place } = runtime.memory;
    const known = (network: NetworkName) =>
      tileMemory.of([pack.name, pack.version, place, network].join(' '));
    this.#pack = pack;
    this.#runtime = runtime;
    this.#known = {
      encode: known('encode'),
      predict: known('predict'),
      decode: known('decode'),
    };
  }

  /** In latents. */
  get areas(): TileAreas {
    return {
      encode: this.#areaOf('encode'),
      predict: this.#areaOf('predict'),
      decode: this.#areaOf('decode'),
    };
  }

  /** A stage of that network, whose failures are kept in mind. */
  watched(network: NetworkName, stage: TiledStage): TiledStage {
    const known = this.#known[network];
    return {
      ...stage,
      run: (area) => watchMemory(known, area.width * area.height, () => stage.run(area)),
    };
  }

  #areaOf(network: NetworkName): number {
    const { memory, sessionBudgetBytes } = this.#runtime;
    const bytes = bytesPerNumber(this.#pack, network);
    const { alive, largest, headWidth } = NUMBERS[network];
    const model = { bytesPerUnit: alive * bytes, largestTensorPerUnit: largest * bytes, headWidth };
    // Networks stay open as long as their budget allows; a larger one is alone.
    const held = Math.max(sessionBudgetBytes, networkBytes(this.#pack.graphs, GRAPHS[network]));
    const modelled = largestArea(model, memory, held);
    return Math.min(LARGEST_AREAS[network], modelled, this.#known[network].limit());
  }
}

/** The encoder's convolutions compute in single precision in every pack. */
function bytesPerNumber({ precision }: LatentPack, network: NetworkName): number {
  return precision === 'fp16' && network !== 'encode' ? 2 : 4;
}
