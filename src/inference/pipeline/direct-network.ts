import { OnestepError } from '../../shared/errors';
import type { LoadedDirectPack } from '../pack/load-pack';
import { runSelfTest } from '../pack/self-test';
import type { ModelRuntime, ModelSession } from '../runtime/model-session';
import { FlatColours } from './flat-colours';

type Runtime = Pick<ModelRuntime, 'createSession' | 'device'>;

/** A session, and what is known of its network on the device where it runs. */
interface Proven {
  readonly session: ModelSession;
  readonly flatColours: FlatColours;
}

/** The network of a direct pack, which outlives the device that it runs on. */
export class DirectNetwork implements ModelSession {
  readonly #pack: LoadedDirectPack;
  readonly #runtime: Runtime;
  /** Null once it could not be opened on another device. */
  #proven: Proven | null;

  private constructor(pack: LoadedDirectPack, runtime: Runtime, proven: Proven) {
    this.#pack = pack;
    this.#runtime = runtime;
    this.#proven = proven;
  }

  /**
   * @throws OnestepError `pack-graph`, `pack-self-test`, `engine-unavailable`, `engine-memory`,
   * `engine-crashed`, `engine-device-lost`
   */
  static async open(pack: LoadedDirectPack, runtime: Runtime): Promise<DirectNetwork> {
    return new DirectNetwork(pack, runtime, await openProven(pack, runtime));
  }

  /** Whether flat colour may do without the network. */
  get flatColours(): FlatColours {
    return this.#inUse.flatColours;
  }

  run: ModelSession['run'] = (input, wanted) => this.#inUse.session.run(input, wanted);

  /**
   * Opens the network on another device, where its self-test has to pass as well: it may be another
   * GPU, or the same one with a driver that has just crashed.
   *
   * @throws as `open`; the network cannot be run then
   */
  async reopen(): Promise<void> {
    await this.release();
    await this.#runtime.device?.reopen();
    this.#proven = await openProven(this.#pack, this.#runtime);
  }

  async release(): Promise<void> {
    const proven = this.#proven;
    this.#proven = null;
    await proven?.session.release();
  }

  get #inUse(): Proven {
    if (this.#proven === null) throw new OnestepError('engine-unavailable', {}, 'no device');
    return this.#proven;
  }
}

async function openProven(
  { description: pack, graph }: LoadedDirectPack,
  runtime: Runtime,
): Promise<Proven> {
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
  return { session, flatColours: new FlatColours(session, pack) };
}
