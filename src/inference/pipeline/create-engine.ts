import { OnestepError } from '../../shared/errors';
import type { Engine, EngineInfo } from '../engine';
import type { ImageCodec } from '../image/codec';
import { createLatentRestorer } from '../latent/latent-restorer';
import type { LoadedPack } from '../pack/load-pack';
import { toCodedError } from '../runtime/failure';
import type { ModelRuntime } from '../runtime/model-session';
import { createDirectRestorer } from './direct-restorer';
import { checkEnhanceOptions, enhancePicture } from './enhance';
import type { Restorer } from './restorer';

/**
 * An engine that has proven itself by the pack's self-test.
 *
 * @throws OnestepError `pack-graph`, `pack-self-test`, `engine-unavailable`, `engine-memory`,
 * `engine-crashed`
 */
export async function createEngine(
  pack: LoadedPack,
  runtime: ModelRuntime,
  codec: ImageCodec,
): Promise<Engine> {
  const restorer = await (pack.kind === 'direct'
    ? createDirectRestorer(pack, runtime)
    : createLatentRestorer(pack, runtime));
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
  /** Jobs run one after another, however they are started: two would need twice the memory. */
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(info: EngineInfo, restorer: Restorer, codec: ImageCodec) {
    this.info = info;
    this.#restorer = restorer;
    this.#codec = codec;
  }

  checkOptions: Engine['checkOptions'] = (options) => {
    checkEnhanceOptions(this.#restorer, options);
  };

  enhance: Engine['enhance'] = (bytes, options, hooks = {}) =>
    this.#enqueue(async () => {
      if (this.#disposed) throw new OnestepError('engine-unavailable', {}, 'engine is disposed');
      try {
        return await enhancePicture(this.#restorer, this.#codec, bytes, options, hooks);
      } catch (thrown) {
        throw toCodedError(thrown, 'internal');
      }
    });

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#enqueue(() => this.#restorer.release());
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
