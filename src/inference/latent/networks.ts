import { OnestepError } from '../../shared/errors';
import type { LatentPack } from '../pack/latent-schema';
import { areOnDisk, openGraphFiles, type OpenGraphFiles } from '../pack/open-graph-files';
import { bytesOf, filesOfGraph } from '../pack/pack-files';
import type { PackSource } from '../pack/source';
import type {
  DeviceTensor,
  FloatTensor,
  GraphSession,
  NetworkInput,
} from '../runtime/graph-session';
import { isOutOfMemory } from '../runtime/out-of-memory';
import type { ModelRuntime } from '../runtime/model-session';
import { refuseNonFinite } from '../pipeline/check-answer';
import type { Size } from '../pipeline/result-size';
import { planeDims, toTensor, type Planes } from './planes';
import { openPromptedUnet } from './prompted-unet';
import { SessionPool } from './session-pool';

type GraphName = keyof LatentPack['graphs'];
/** The networks as the pipeline sees them: the UNet reads its prompt by itself. */
type NetworkName = Exclude<GraphName, 'crossAttention'>;
/** Where a network's answer goes. */
type AnswersTo = 'host' | 'device';

type Shape = Omit<Planes, 'data'>;

/** The networks of a latent pack, each opened when it is first needed. */
export class LatentNetworks {
  readonly pack: LatentPack;
  readonly #source: PackSource;
  readonly #runtime: ModelRuntime;
  readonly #pool: SessionPool;
  readonly #checked = new Map<GraphName, OpenGraphFiles>();

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
    const embeddings = await this.#run('textEncoder', [ids]);
    refuseOtherDims('textEncoder', embeddings, [1, tokens, width]);
    refuseNonFinite(embeddings);
    return embeddings;
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

  /** What the network takes the picture for. @param noise from `predictNoise` */
  async step(latent: Planes, noise: Planes): Promise<Planes> {
    return this.#runPlanes('step', latent, [toTensor(noise)], latent);
  }

  /** @returns about -1..1, not clamped */
  async decode(original: Planes): Promise<Planes> {
    return this.#runPlanes('decoder', original, [], this.#pictureOf(original));
  }

  /**
   * Whether `restoreOnDevice` saves anything, and all that it needs fits into memory together.
   */
  get runsOnDevice(): boolean {
    const { graphs } = this.pack;
    const bytes = CHAIN.reduce((sum, name) => sum + networkBytes(graphs, name), 0);
    return this.#runtime.hasDeviceMemory && bytes <= this.#runtime.sessionBudgetBytes;
  }

  /**
   * The whole chain for one picture: one upload, one download, and nothing in between leaves the
   * device.
   *
   * @param picture -1..1, sides multiples of `downscale`
   * @param embeddings from `embedPrompt`
   * @param onNetworkDone called after the encoder and the UNet; may throw to stop
   * @returns about -1..1, not clamped
   */
  async restoreOnDevice(
    picture: Planes,
    embeddings: FloatTensor,
    onNetworkDone: () => Promise<void>,
  ): Promise<Planes> {
    const { downscale } = this.pack.constants;
    const latent = { width: picture.width / downscale, height: picture.height / downscale };
    const open = (name: NetworkName) => this.#use(name, answersOf(name));
    // All before the first runs: to make room for one, another may be given up, and its answer with it.
    for (const name of CHAIN) await open(name);
    const held: DeviceTensor[] = [];
    const run = async (
      name: NetworkName,
      inputs: readonly NetworkInput[],
    ): Promise<DeviceTensor> => {
      const session = await open(name);
      const [answer] = await session.runOnDevice(inputs);
      held.push(answer!);
      return answer!;
    };
    try {
      const encoded = await run('encoder', [toTensor(picture)]);
      await onNetworkDone();
      const noise = await run('unet', [encoded, embeddings]);
      await onNetworkDone();
      const original = await run('step', [encoded, noise]);
      const decoder = await open('decoder');
      const decoded = await decoder.run([original]);
      return toPlanes('decoder', decoded, this.#pictureOf(latent));
    } finally {
      for (const tensor of held) tensor.dispose();
    }
  }

  /**
   * Lets go of all networks, which are opened on another device when they are next needed.
   *
   * @throws OnestepError `engine-unavailable`
   */
  async reopen(): Promise<void> {
    await this.#pool.release();
    await this.#runtime.device?.reopen();
  }

  release(): Promise<void> {
    return this.#pool.release();
  }

  #pictureOf({ width, height }: Size): Shape {
    const { downscale } = this.pack.constants;
    return { channels: 3, width: width * downscale, height: height * downscale };
  }

  async #runPlanes(
    name: NetworkName,
    input: Planes,
    others: readonly FloatTensor[],
    answer: Shape,
  ): Promise<Planes> {
    return toPlanes(name, await this.#run(name, [toTensor(input), ...others]), answer);
  }

  async #run(name: NetworkName, inputs: readonly NetworkInput[]): Promise<FloatTensor> {
    const run = async (): Promise<FloatTensor> => {
      const session = await this.#use(name, 'host');
      return session.run(inputs);
    };
    return run().catch(async (thrown: unknown) => {
      // What the other networks hold may be just what is missing.
      if (!isOutOfMemory(thrown) || !(await this.#pool.releaseOthers(name))) throw thrown;
      return run();
    });
  }

  #use(name: NetworkName, answersTo: AnswersTo): Promise<GraphSession> {
    return this.#pool.use(name, answersTo, networkBytes(this.pack.graphs, name), () =>
      name === 'unet'
        ? openPromptedUnet(
            () => this.#open('unet', answersTo),
            () => this.#open('crossAttention', 'device'),
          )
        : this.#open(name, answersTo),
    );
  }

  async #open(name: GraphName, answersTo: AnswersTo): Promise<GraphSession> {
    const { inputs, outputs } = this.pack.graphs[name];
    const staysOnDevice = answersTo === 'device';
    const open = async (): Promise<GraphSession> => {
      const files = await this.#openFiles(name);
      return this.#runtime.createGraphSession({ ...files, inputs, outputs, staysOnDevice });
    };
    return open().catch((thrown: unknown) => {
      // Files on a disk may go after they were checked; their source may have them once more.
      if (!this.#checked.delete(name) || !isMissing(thrown)) throw thrown;
      return open();
    });
  }

  /** Files that stay on a disk are checked once; others are not kept in memory. */
  async #openFiles(name: GraphName): Promise<OpenGraphFiles> {
    const known = this.#checked.get(name);
    if (known !== undefined) return known;
    const files = await openGraphFiles(this.#source, this.pack.graphs[name]);
    if (areOnDisk(files)) this.#checked.set(name, files);
    return files;
  }
}

/** In the order in which a picture goes through them. */
const CHAIN = ['encoder', 'unet', 'step', 'decoder'] as const;

/** Only the last one's answer is for anybody but another network. */
function answersOf(name: NetworkName): AnswersTo {
  return name === 'decoder' ? 'host' : 'device';
}

/** Size of the files of a network. */
export function networkBytes(graphs: LatentPack['graphs'], name: NetworkName): number {
  const parts = name === 'unet' ? [graphs.unet, graphs.crossAttention] : [graphs[name]];
  return bytesOf(parts.flatMap(filesOfGraph));
}

/** @throws OnestepError `pack-graph` (another shape), `result-invalid` (NaN or infinity) */
function toPlanes(name: NetworkName, answer: FloatTensor, shape: Shape): Planes {
  refuseOtherDims(name, answer, planeDims(shape));
  refuseNonFinite(answer);
  return { ...shape, data: answer.data };
}

function refuseOtherDims(name: string, { dims }: FloatTensor, expected: readonly number[]): void {
  if (dims.join() === expected.join()) return;
  const found = `${name} answers (${dims.join()}) instead of (${expected.join()})`;
  throw new OnestepError('pack-graph', {}, found);
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof OnestepError && thrown.code === 'pack-missing';
}
