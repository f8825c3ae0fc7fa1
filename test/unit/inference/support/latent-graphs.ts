/**
 * A latent pack that onnxruntime runs: graphs of a few operators, with the inputs and outputs of a real
 * pack's, and weights in shards as there. None of them sees further than its next latents, so that
 * tiles of any size come to the same.
 */
import { createHash } from 'node:crypto';
import { createNodeCodec } from '../../../../src/inference/node/codec';
import { encodePng, engineOf } from './engines';
import { describeLatentPack, latentPackFiles } from './latent-packs';
import { noiseBytes } from './noise';
import { writeOnnx, weightBytes, type OnnxModel } from './onnx-writer';
import type { PackFiles } from './packs';
import { detailed } from './pictures';

type GraphName = 'encoder' | 'crossAttention' | 'unet' | 'step' | 'decoder';

/** Of a latent: one for each colour, which are kept apart. */
const CHANNELS = 3;
const BLOCK = 8;
/** Tokens of a prompt times the width of their embeddings. */
const PROMPT_NUMBERS = 12;
const SELF_TEST_PX = 32;

export interface LatentGraphOptions {
  /** What the UNet's answer is multiplied by: NaN spoils it. 1 by default. */
  readonly noiseFactor?: number;
  /** False for a pack whose maker could not run it. True by default. */
  readonly hasSelfTest?: boolean;
}

/** The text encoder is missing: only the empty prompt works, which is stored. */
export async function latentGraphPack({
  noiseFactor = 1,
  hasSelfTest = true,
}: LatentGraphOptions = {}): Promise<PackFiles> {
  const pack = packAround(modelsOf(noiseFactor));
  if (!hasSelfTest) return latentPackFiles(pack);
  pack.description.selfTest = await selfTestOf(packAround(modelsOf(1)));
  return latentPackFiles(pack);
}

function packAround(models: Readonly<Record<GraphName, OnnxModel>>) {
  const { description, files } = describeLatentPack();
  description.constants = { ...description.constants, latentChannels: CHANNELS };
  const add = (file: string, bytes: Uint8Array) => {
    files[file] = bytes;
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  for (const [name, model] of Object.entries(models) as [GraphName, OnnxModel][]) {
    const shards = model.weights.flatMap((weight) =>
      weight.file === undefined ? [] : [add(weight.file, weightBytes(weight))],
    );
    const graph = { ...description.graphs[name], ...add(`${name}.onnx`, writeOnnx(model)), shards };
    description.graphs[name] = graph;
  }
  return { description, files };
}

/** The pack's own answer, on onnxruntime's CPU provider. */
async function selfTestOf(pack: ReturnType<typeof packAround>) {
  const codec = createNodeCodec();
  const source = detailed(SELF_TEST_PX, SELF_TEST_PX);
  const engine = await engineOf(latentPackFiles(pack));
  const { bytes } = await engine.enhance(await encodePng(source), {
    scale: 1,
    maxSidePx: SELF_TEST_PX,
    format: 'png',
    colourFix: 'none',
  });
  await engine.dispose();
  const toRgb = (rgba: ArrayLike<number>): string =>
    Buffer.from(Array.from(rgba).filter((_, index) => index % 4 !== 3)).toString('base64');
  return {
    width: SELF_TEST_PX,
    height: SELF_TEST_PX,
    input: toRgb(source.data),
    output: toRgb((await codec.decode(bytes)).data),
    tolerance: 2,
  };
}

function modelsOf(noiseFactor: number): Readonly<Record<GraphName, OnnxModel>> {
  const latent = (name: string) => ({ name, dims: [1, CHANNELS, 'rows', 'columns'] });
  return {
    encoder: {
      inputs: [{ name: 'picture', dims: [1, 3, 'height', 'width'] }],
      outputs: ['answer'],
      nodes: [
        {
          op: 'Conv',
          inputs: ['picture', 'means'],
          output: 'answer',
          attributes: { kernel_shape: [BLOCK, BLOCK], strides: [BLOCK, BLOCK], group: CHANNELS },
        },
      ],
      weights: [
        {
          name: 'means',
          dims: [CHANNELS, 1, BLOCK, BLOCK],
          values: Array.from({ length: CHANNELS * BLOCK ** 2 }, () => 1 / BLOCK ** 2),
          file: 'encoder-0.bin',
        },
      ],
    },
    crossAttention: {
      inputs: [{ name: 'embeddings', dims: [1, 6, 2] }],
      outputs: ['answer'],
      nodes: [
        { op: 'Reshape', inputs: ['embeddings', 'column'], output: 'numbers' },
        {
          op: 'Conv',
          inputs: ['numbers', 'reading'],
          output: 'answer',
          attributes: { kernel_shape: [1, 1], group: CHANNELS },
        },
      ],
      weights: [
        { name: 'column', dims: [4], values: BigInt64Array.of(1n, BigInt(PROMPT_NUMBERS), 1n, 1n) },
        {
          name: 'reading',
          dims: [CHANNELS, PROMPT_NUMBERS / CHANNELS, 1, 1],
          values: centredNoise(PROMPT_NUMBERS, 5),
          file: 'crossAttention-0.bin',
        },
      ],
    },
    unet: {
      inputs: [latent('latent'), { name: 'prompt', dims: [1, CHANNELS, 1, 1] }],
      outputs: ['answer'],
      nodes: [
        {
          op: 'Conv',
          inputs: ['latent', 'around'],
          output: 'seen',
          attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: CHANNELS },
        },
        { op: 'Tanh', inputs: ['seen'], output: 'bounded' },
        { op: 'Mul', inputs: ['bounded', 'prompt'], output: 'prompted' },
        { op: 'Mul', inputs: ['prompted', 'factor'], output: 'answer' },
      ],
      weights: [
        {
          name: 'around',
          dims: [CHANNELS, 1, 3, 3],
          values: centredNoise(CHANNELS * 9, 6),
          file: 'unet-0.bin',
        },
        { name: 'factor', dims: [1], values: [noiseFactor] },
      ],
    },
    step: {
      inputs: [latent('latent'), latent('noise')],
      outputs: ['answer'],
      nodes: [{ op: 'Sub', inputs: ['latent', 'noise'], output: 'answer' }],
      weights: [],
    },
    decoder: {
      inputs: [latent('latent')],
      outputs: ['answer'],
      nodes: [
        {
          op: 'Conv',
          inputs: ['latent', 'slopes'],
          output: 'phases',
          attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: CHANNELS },
        },
        {
          op: 'DepthToSpace',
          inputs: ['phases'],
          output: 'answer',
          attributes: { blocksize: BLOCK, mode: 'CRD' },
        },
      ],
      weights: [
        {
          name: 'slopes',
          dims: [CHANNELS * BLOCK ** 2, 1, 3, 3],
          values: slopes(),
          file: 'decoder-0.bin',
        },
      ],
    },
  };
}

/** Straight lines from the middle of each block to those of its neighbours. */
function slopes(): readonly number[] {
  return Array.from({ length: CHANNELS * BLOCK ** 2 * 9 }, (_, index) => {
    const [place, tap] = [Math.floor(index / 9) % BLOCK ** 2, index % 9];
    const [y, x] = [Math.floor(place / BLOCK), place % BLOCK];
    return share(y, Math.floor(tap / 3) - 1) * share(x, (tap % 3) - 1);
  });
}

/** What a place within a block has of the block before it (-1), itself (0) and the next one (1). */
function share(place: number, neighbour: number): number {
  const from = (place + 0.5) / BLOCK - 0.5;
  return Math.max(1 - Math.abs(from - neighbour), 0);
}

/** Of about -0.1 to 0.1. */
function centredNoise(count: number, seed: number): readonly number[] {
  return [...noiseBytes(count, seed)].map((byte) => (byte - 128) / 1280);
}
