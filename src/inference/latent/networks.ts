import { OnestepError } from '../../shared/errors';
import type { LatentPack, PackGraph } from '../pack/latent-schema';
import { openGraphFiles } from '../pack/open-graph-files';
import type { PackSource } from '../pack/source';
import type { FloatTensor, GraphSession, IdTensor } from '../runtime/graph-session';
import { isOutOfMemory } from '../runtime/out-of-memory';
import type { ModelRuntime } from '../runtime/model-session';
import { refuseNonFinite } from '../pipeline/check-answer';
import { planeDims, type Planes } from './planes';
import { SessionPool } from './session-pool';

type GraphName = keyof LatentPack['graphs'];
type OpenFiles = Awaited<ReturnType<typeof openGraphFiles>>;

/** The names that the graphs of a pack have for their open dimensions, and values for them. */
type Dimensions = Readonly<
  Partial<Record<'height' | 'width' | 'latent_height' | 'latent_width', number>>
>;

/** The four networks of a latent pack, each opened when it is first needed. */
export class LatentNetworks {
  readonly pack: LatentPack;
  readonly #source: PackSource;
  readonly #runtime: ModelRuntime;
  readonly #pool: SessionPool;
  readonly #checked = new Map<GraphName, OpenFiles>();

  constructor(pack: LatentPack, source: PackSource, runtime: ModelRuntime) {
    this.pack = pack;
    this.#source = source;
    this.#runtime = runtime;
    this.#pool = new SessionPool(runtime.sessionBudgetBytes);
  }

  /**
   * All of these: @throws OnestepError `pack-missing`, `pack-checksum`, `pack-graph`,
   * `engine-memory`, `engine-crashed`, `result-invalid` (NaN or infinity).
   *
   * @param tokenIds (1, tokens)
   * @returns (1, tokens, width)
   */
  async embedPrompt(tokenIds: BigInt64Array): Promise<FloatTensor> {
    const { tokens, width } = this.pack.prompts;
    const ids = { data: tokenIds, dims: [1, tokenIds.length] };
    return this.#run('textEncoder', [ids], [1, tokens, width]);
  }

  /** @param picture -1..1, sides multiples of `downscale` */
  async encode(picture: Planes): Promise<Planes> {
    const { latentChannels, downscale } = this.pack.constants;
    return this.#runPlanes('encoder', picture, [], {
      channels: latentChannels,
      width: picture.width / downscale,
      height: picture.height / downscale,
    });
  }

  /** @param embeddings from `embedPrompt` */
  async predictNoise(latent: Planes, embeddings: FloatTensor): Promise<Planes> {
    return this.#runPlanes('unet', latent, [embeddings], latent);
  }

  /** @returns about -1..1, not clamped */
  async decode(original: Planes): Promise<Planes> {
    const { downscale } = this.pack.constants;
    return this.#runPlanes('decoder', original, [], {
      channels: 3,
      width: original.width * downscale,
      height: original.height * downscale,
    });
  }

  release(): Promise<void> {
    return this.#pool.release();
  }

  async #runPlanes(
    name: GraphName,
    input: Planes,
    others: readonly FloatTensor[],
    { channels, width, height }: Omit<Planes, 'data'>,
  ): Promise<Planes> {
    const { downscale } = this.pack.constants;
    const latent = name === 'encoder' ? { width, height } : input;
    const { data } = await this.#run(
      name,
      [{ data: input.data, dims: planeDims(input) }, ...others],
      [1, channels, height, width],
      {
        height: latent.height * downscale,
        width: latent.width * downscale,
        latent_height: latent.height,
        latent_width: latent.width,
      },
    );
    return { channels, width, height, data };
  }

  async #run(
    name: GraphName,
    inputs: readonly (FloatTensor | IdTensor)[],
    expected: readonly number[],
    dimensions: Dimensions = {},
  ): Promise<FloatTensor> {
    const bytes = graphBytes(this.pack.graphs[name]);
    const fixed = this.#runtime.prefersFixedShapes ? dimensions : undefined;
    const shape = Object.values(fixed ?? {}).join();
    const run = async (): Promise<FloatTensor> => {
      const session = await this.#pool.use(name, shape, bytes, () => this.#open(name, fixed));
      return session.run(inputs);
    };
    const answer = await run().catch(async (thrown: unknown) => {
      // What the other networks hold may be just what is missing.
      if (!isOutOfMemory(thrown) || !(await this.#pool.releaseOthers(name))) throw thrown;
      return run();
    });
    if (answer.dims.join() !== expected.join()) {
      const dims = `${name} answers (${answer.dims.join()}) instead of (${expected.join()})`;
      throw new OnestepError('pack-graph', {}, dims);
    }
    refuseNonFinite(answer);
    return answer;
  }

  async #open(name: GraphName, dimensions: Dimensions | undefined): Promise<GraphSession> {
    const { inputs, outputs } = this.pack.graphs[name];
    const files = await this.#openFiles(name);
    return this.#runtime.createGraphSession({ ...files, inputs, outputs, dimensions });
  }

  /** Files that stay in their folder are checked once; others are not kept in memory. */
  async #openFiles(name: GraphName): Promise<OpenFiles> {
    const known = this.#checked.get(name);
    if (known !== undefined) return known;
    const files = await openGraphFiles(this.#source, this.pack.graphs[name]);
    if (typeof files.model === 'string') this.#checked.set(name, files);
    return files;
  }
}

function graphBytes({ bytes, shards }: PackGraph): number {
  return shards.reduce((sum, shard) => sum + shard.bytes, bytes);
}
