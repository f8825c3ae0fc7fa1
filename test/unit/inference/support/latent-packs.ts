import { createHash } from 'node:crypto';
import type { LatentPackJson } from '../../../../src/inference/pack/latent-schema';
import type {
  DeviceTensor,
  FloatTensor,
  GraphFiles,
  IdTensor,
  NetworkInput,
} from '../../../../src/inference/runtime/graph-session';
import type { ModelRuntime } from '../../../../src/inference/runtime/model-session';
import { createTestRuntime } from './engines';
import type { PackFiles } from './packs';

const TOKENS = 6;
const WIDTH = 2;
const DOWNSCALE = 8;

/** Enough for the word “red”; all else is unknown. */
const VOCAB = { '!': 0, '<s>': 1, '</s>': 2, r: 3, e: 4, 'd</w>': 5 };

export type TestNetwork = (inputs: readonly (FloatTensor | IdTensor)[]) => FloatTensor;

export interface LatentTestNetworks {
  readonly textEncoder: TestNetwork;
  readonly encoder: TestNetwork;
  readonly crossAttention: TestNetwork;
  readonly unet: TestNetwork;
  readonly step: TestNetwork;
  readonly decoder: TestNetwork;
}

/** The mean of each 8 × 8 block, its colours in the first three channels of the latent. */
const encoder: TestNetwork = ([picture]) => {
  const [, , height = 0, width = 0] = picture!.dims;
  const [rows, columns] = [height / DOWNSCALE, width / DOWNSCALE];
  const data = new Float32Array(4 * rows * columns);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const block = (channel * rows + Math.floor(y / DOWNSCALE)) * columns;
        data[block + Math.floor(x / DOWNSCALE)]! +=
          Number(picture!.data[(channel * height + y) * width + x]) / DOWNSCALE ** 2;
      }
    }
  }
  return { dims: [1, 4, rows, columns], data };
};

/** Each latent as a block of 8 × 8 pixels. */
const decoder: TestNetwork = ([latent]) => {
  const [, , rows = 0, columns = 0] = latent!.dims;
  const [height, width] = [rows * DOWNSCALE, columns * DOWNSCALE];
  const data = Float32Array.from({ length: 3 * height * width }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width) % height];
    const channel = Math.floor(index / (width * height));
    const row = (channel * rows + Math.floor(y / DOWNSCALE)) * columns;
    return Number(latent!.data[row + Math.floor(x / DOWNSCALE)]);
  });
  return { dims: [1, 3, height, width], data };
};

/** Networks that give a picture back in blocks: the noise is the latent, and so is x0. */
export const BLOCK_NETWORKS: LatentTestNetworks = {
  textEncoder: ([ids]) => ({
    dims: [1, TOKENS, WIDTH],
    data: Float32Array.from({ length: TOKENS * WIDTH }, (_, index) =>
      Number(ids!.data[Math.floor(index / WIDTH)]),
    ),
  }),
  encoder,
  crossAttention: ([embeddings]) => embeddings as FloatTensor,
  unet: ([latent]) => latent as FloatTensor,
  step: ([latent]) => latent as FloatTensor,
  decoder,
};

/** An answer that nobody but another network may read. */
class TestDeviceTensor implements DeviceTensor {
  #answer: FloatTensor | null;

  constructor(answer: FloatTensor) {
    this.#answer = answer;
  }

  get dims() {
    return this.read().dims;
  }

  get isDisposed(): boolean {
    return this.#answer === null;
  }

  read(): FloatTensor {
    if (this.#answer === null) throw new Error('read after it was disposed');
    return this.#answer;
  }

  dispose(): void {
    this.#answer = null;
  }
}

export interface LatentTestRuntime extends ModelRuntime {
  /** Answers that were left on the device so far. */
  readonly leftOnDevice: readonly TestDeviceTensor[];
}

/** A runtime that knows graphs by their file's text and runs functions for them. */
export function latentTestRuntime(
  networks: LatentTestNetworks,
  onRun: (name: string, inputs: readonly (FloatTensor | IdTensor)[]) => void = () => undefined,
): LatentTestRuntime {
  const leftOnDevice: TestDeviceTensor[] = [];
  return {
    ...createTestRuntime(),
    leftOnDevice,
    createGraphSession: async ({ model }: GraphFiles) => {
      const name = new TextDecoder().decode(model as Uint8Array) as keyof LatentTestNetworks;
      const run = async (inputs: readonly NetworkInput[]) => {
        const values = inputs.map((input) =>
          input instanceof TestDeviceTensor ? input.read() : (input as FloatTensor | IdTensor),
        );
        onRun(name, values);
        return networks[name](values);
      };
      return {
        run,
        runOnDevice: async (inputs) => {
          const tensor = new TestDeviceTensor(await run(inputs));
          leftOnDevice.push(tensor);
          return [tensor];
        },
        release: async () => undefined,
      };
    },
  };
}

const TOKENIZER = {
  version: '1.0',
  added_tokens: ['!', '<s>', '</s>'].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: {
    type: 'Split',
    pattern: { Regex: '[a-z]+|,' },
    behavior: 'Removed',
    invert: true,
  },
  post_processor: {
    type: 'RobertaProcessing',
    sep: ['</s>', 2],
    cls: ['<s>', 1],
    trim_offsets: false,
    add_prefix_space: false,
  },
  decoder: null,
  model: {
    type: 'BPE',
    unk_token: '!',
    end_of_word_suffix: '</w>',
    vocab: VOCAB,
    merges: [],
  },
};

/** A small latent pack whose graphs `latentTestRuntime` runs; spoil the description as needed. */
export function describeLatentPack(): { description: LatentPackJson; files: PackFiles } {
  const files: PackFiles = {};
  const add = (file: string, bytes: Uint8Array) => {
    files[file] = bytes;
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const graph = (name: string, inputs: string[]) => ({
    ...add(`${name}.onnx`, new TextEncoder().encode(name)),
    shards: [add(`${name}-0.bin`, Uint8Array.of(inputs.length))],
    inputs,
    outputs: ['answer'],
  });
  const presets = Float32Array.from({ length: TOKENS * WIDTH }, () => -1);
  const description: LatentPackJson = {
    formatVersion: 2,
    kind: 'latent',
    family: 'osediff',
    name: 'test',
    title: 'Test',
    version: '1.2.3',
    licence: { id: 'MIT', text: 'MIT' },
    source: { description: 'Made for a test.' },
    precision: 'fp32',
    nativeScale: 4,
    constants: {
      x0: { a: 1, b: 0 },
      scalingFactor: 1,
      timestep: 999,
      latentChannels: 4,
      downscale: DOWNSCALE,
      processSize: 32,
    },
    graphs: {
      textEncoder: graph('textEncoder', ['ids']),
      encoder: graph('encoder', ['picture']),
      crossAttention: graph('crossAttention', ['embeddings']),
      unet: graph('unet', ['latent', 'prompt']),
      step: graph('step', ['latent', 'noise']),
      decoder: graph('decoder', ['latent']),
    },
    tokenizer: {
      ...add('tokenizer.json', new TextEncoder().encode(JSON.stringify(TOKENIZER))),
      maxLength: TOKENS,
      padId: 0,
    },
    prompts: {
      ...add('prompts.bin', new Uint8Array(presets.buffer)),
      width: WIDTH,
      tokens: TOKENS,
      presets: [{ name: 'No prompt', text: '' }],
    },
    selfTest: null,
  };
  return { description, files };
}

export function latentPackFiles({
  description,
  files,
}: ReturnType<typeof describeLatentPack>): PackFiles {
  return { ...files, 'pack.json': new TextEncoder().encode(JSON.stringify(description)) };
}
