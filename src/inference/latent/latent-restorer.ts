import { resizeAlpha } from '../alpha/resize-alpha';
import { bleedColour } from '../alpha/bleed';
import type { EnhanceOptions } from '../engine';
import { hasTransparency } from '../image/output-format';
import type { Raster } from '../image/raster';
import type { LoadedLatentPack } from '../pack/load-pack';
import { refuseLostContrast } from '../pipeline/check-answer';
import type { RestoreHooks, Restorer } from '../pipeline/restorer';
import type { ResultSize, Size } from '../pipeline/result-size';
import { assemblePrompt } from '../prompt/assemble-prompt';
import { PromptEncoder } from '../prompt/prompt-encoder';
import type { ModelRuntime } from '../runtime/model-session';
import { Recovery } from '../runtime/recovery';
import type { TileMemory } from '../tiles/tile-memory';
import { resizeBytes, type BytePixels } from '../resample/resize-bytes';
import { dumpStages } from './dump';
import { LatentMemory } from './latent-memory';
import { checkLatentOptions } from './latent-options';
import { runLatentSelfTest } from './latent-self-test';
import { LatentNetworks } from './networks';
import { networkSizes, preprocess } from './preprocess';
import { restoreLatent, type LatentStages } from './restore-latent';

/**
 * A latent pack that has proven itself by its self-test, where it has one.
 *
 * @throws OnestepError `pack-missing`, `pack-checksum`, `pack-graph`, `pack-self-test`,
 * `engine-unavailable`, `engine-memory`, `engine-crashed`, `engine-device-lost`
 */
export async function createLatentRestorer(
  { description: pack, source }: LoadedLatentPack,
  runtime: ModelRuntime,
  tileMemory: TileMemory,
): Promise<Restorer> {
  const networks = new LatentNetworks(pack, source, runtime);
  const prompts = new PromptEncoder(pack, source, (ids) => networks.embedPrompt(ids));
  const memory = new LatentMemory(pack, runtime, tileMemory);
  const restorer = new LatentRestorer(networks, prompts, runtime, memory);
  try {
    await runLatentSelfTest(networks, prompts, runtime, memory);
    return restorer;
  } catch (thrown) {
    await networks.release();
    throw thrown;
  }
}

class LatentRestorer implements Restorer {
  readonly kind = 'latent';
  readonly takesPrompt = true;
  readonly controls = null;
  readonly checkOptions = checkLatentOptions;
  readonly #networks: LatentNetworks;
  readonly #prompts: PromptEncoder;
  readonly #runtime: ModelRuntime;
  readonly #memory: LatentMemory;

  constructor(
    networks: LatentNetworks,
    prompts: PromptEncoder,
    runtime: ModelRuntime,
    memory: LatentMemory,
  ) {
    this.#networks = networks;
    this.#prompts = prompts;
    this.#runtime = runtime;
    this.#memory = memory;
  }

  async restore(
    source: Raster,
    size: ResultSize,
    options: EnhanceOptions,
    { signal, inNetwork, onTiles, onDump }: RestoreHooks,
  ): Promise<Raster> {
    const transparent = hasTransparency(source);
    if (transparent) bleedColour(source);
    const { constants } = this.#networks.pack;
    const sizes = networkSizes(source, size, {
      processSize: options.processSize ?? constants.processSize,
      downscale: constants.downscale,
    });
    const prompt = assemblePrompt(options.prompt, options.caption);
    const picture = preprocess(source, sizes);
    const restored = await inNetwork(async () => {
      const recovery = await this.#recovery();
      const embeddings = await recovery.through(() => this.#prompts.encode(prompt));
      let stages: LatentStages | undefined;
      const made = await restoreLatent({
        runtime: this.#runtime,
        networks: this.#networks,
        recovery,
        memory: this.#memory,
        picture,
        embeddings,
        options,
        signal,
        onTiles,
        onStages:
          onDump &&
          ((all) => {
            stages = all;
          }),
      });
      if (stages !== undefined) {
        onDump?.(dumpStages(await this.#prompts.tokenIds(prompt), embeddings, stages));
      }
      return made;
    });
    const result = assembleResult(
      restored,
      transparent ? source : null,
      options.outputSize === 'network' ? sizes.network : size,
    );
    refuseLostContrast(source, wholeRect(source), result, wholeRect(result));
    return result;
  }

  async #recovery(): Promise<Recovery> {
    // Networks that are opened on another device have to prove themselves there: it may be another
    // GPU, or the same one with a driver that has just crashed.
    const reopen = async (): Promise<void> => {
      await this.#networks.reopen();
      await runLatentSelfTest(this.#networks, this.#prompts, this.#runtime, this.#memory);
    };
    // A device that went away between two pictures is not this one's fault.
    if (this.#runtime.device?.isLost) await reopen();
    return new Recovery(reopen);
  }

  readPrompt(): null {
    return null;
  }

  release(): Promise<void> {
    return this.#networks.release();
  }
}

/**
 * Brings a restored picture to its size, which is a few pixels off after rounding to whole latents
 * (and more where the source was tiny), and puts the alpha back.
 *
 * @param source with the alpha, or null for an opaque picture
 */
function assembleResult(
  restored: BytePixels,
  source: Raster | null,
  { width, height }: Size,
): Raster {
  const colours = resizeBytes(restored, width, height).data;
  const alpha = source === null ? null : resizeAlpha(source, width, height);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let index = 0, at = 0, from = 0; at < data.length; index++, at += 4, from += 3) {
    data[at] = colours[from]!;
    data[at + 1] = colours[from + 1]!;
    data[at + 2] = colours[from + 2]!;
    if (alpha !== null) data[at + 3] = alpha[index]!;
  }
  return { width, height, data };
}

function wholeRect({ width, height }: Size) {
  return { left: 0, top: 0, width, height };
}
