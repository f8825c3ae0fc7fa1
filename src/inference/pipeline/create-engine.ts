import type { Engine, EngineInfo } from '../engine';
import type { ImageCodec } from '../image/codec';
import { createLatentRestorer } from '../latent/latent-restorer';
import type { LoadedPack } from '../pack/load-pack';
import { toCodedError } from '../runtime/failure';
import type { ModelRuntime } from '../runtime/model-session';
import { TileMemory } from '../tiles/tile-memory';
import { createDirectRestorer } from './direct-restorer';
import { checkEnhanceOptions, enhancePicture } from './enhance';
import { JobLine } from './job-line';
import type { Restorer } from './restorer';

/**
 * An engine that has proven itself by the pack's self-test.
 *
 * @param tileMemory gets what this engine learns, and has what earlier ones did
 * @throws OnestepError `pack-graph`, `pack-self-test`, `engine-unavailable`, `engine-memory`,
 * `engine-crashed`
 */
export async function createEngine(
  pack: LoadedPack,
  runtime: ModelRuntime,
  codec: ImageCodec,
  tileMemory = new TileMemory(),
): Promise<Engine> {
  const restorer = await (pack.kind === 'direct'
    ? createDirectRestorer(pack, runtime, tileMemory)
    : createLatentRestorer(pack, runtime, tileMemory));
  const { title, version } = pack.description;
  const info = {
    kind: restorer.kind,
    runtime: runtime.name,
    packTitle: title,
    packVersion: version,
    takesPrompt: restorer.takesPrompt,
    controls: restorer.controls,
  };
  return new PackEngine(info, restorer, codec);
}

class PackEngine implements Engine {
  readonly info;
  readonly #restorer: Restorer;
  readonly #codec: ImageCodec;
  readonly #line = new JobLine();
  #disposed = false;

  constructor(info: EngineInfo, restorer: Restorer, codec: ImageCodec) {
    this.info = info;
    this.#restorer = restorer;
    this.#codec = codec;
  }

  checkOptions: Engine['checkOptions'] = (options) => {
    checkEnhanceOptions(this.#restorer, options);
  };

  enhance: Engine['enhance'] = async (bytes, options, hooks = {}) => {
    try {
      const parts = { restorer: this.#restorer, codec: this.#codec, line: this.#line };
      return await enhancePicture(parts, bytes, options, hooks);
    } catch (thrown) {
      throw toCodedError(thrown, 'internal');
    }
  };

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#line.close();
    await this.#restorer.release();
  }
}
