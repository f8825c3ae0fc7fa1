import { OnestepError } from '../../shared/errors';
import type { Engine } from '../engine';
import type { ImageCodec } from '../image/codec';
import type { LoadedPack } from '../pack/load-pack';
import { runSelfTest } from '../pack/self-test';
import { toCodedError } from '../runtime/failure';
import type { ModelRuntime } from '../runtime/model-session';
import { keepsFlatColours } from './flat-colours';
import { enhancePicture } from './enhance';
import type { EngineParts } from './parts';

/**
 * An engine that has proven itself by the pack's self-test.
 *
 * @throws OnestepError `pack-graph`, `pack-self-test`, `engine-unavailable`, `engine-memory`,
 * `engine-crashed`
 */
export async function createEngine(
  { description, graph }: LoadedPack,
  runtime: ModelRuntime,
  codec: ImageCodec,
): Promise<Engine> {
  const { input, output } = description.graph;
  const session = await runtime.createSession({ bytes: graph, input, output });
  try {
    await runSelfTest(session, description);
    const skipsFlat = await keepsFlatColours(session, description);
    return new PackEngine({ pack: description, runtime, session, codec, skipsFlat });
  } catch (thrown) {
    await session.release();
    throw thrown;
  }
}

class PackEngine implements Engine {
  readonly info;
  readonly #parts: EngineParts;
  /** Jobs run one after another, however they are started: two would need twice the memory. */
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(parts: EngineParts) {
    const { pack, runtime } = parts;
    this.#parts = parts;
    this.info = { runtime: runtime.name, packTitle: pack.title, packVersion: pack.version };
  }

  enhance: Engine['enhance'] = (bytes, options, hooks = {}) =>
    this.#enqueue(async () => {
      if (this.#disposed) throw new OnestepError('engine-unavailable', {}, 'engine is disposed');
      try {
        return await enhancePicture(this.#parts, bytes, options, hooks);
      } catch (thrown) {
        throw toCodedError(thrown, 'internal');
      }
    });

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#enqueue(() => this.#parts.session.release());
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
