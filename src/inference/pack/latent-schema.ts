/**
 * pack.json of kind `latent`: a picture is encoded, takes one step of a diffusion network under a
 * prompt, and is decoded. Bounds as in `schema.ts`: packs are downloaded from anywhere.
 */
import * as v from 'valibot';
import { Base64, COMMON_FIELDS, FILE_FIELDS, integer, ShortText } from './fields';

/** The form of pack.json that is described here. */
export const LATENT_FORMAT_VERSION = 2;

const MAX_SHARDS = 4096;
const MAX_PRESETS = 64;
/** Keys and values: two for each place where a network attends to the prompt. */
const MAX_PROMPT_TENSORS = 256;
const MAX_SELF_TEST_PX = 128;

const real = (least: number, most: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(least), v.maxValue(most));

const ShardSchema = v.object(FILE_FIELDS);

/** Names of tensors, so many of them. */
const names = (least: number, most = least) =>
  v.pipe(v.array(ShortText), v.minLength(least), v.maxLength(most));
type NamesSchema = ReturnType<typeof names>;

/**
 * One ONNX file and the external data that it names. The model file refers to a shard by `file`
 * exactly as it is written here.
 *
 * @param inputs names of the tensors that go in, in the order that the pipeline gives them
 */
const graph = (inputs: NamesSchema, outputs: NamesSchema = names(1)) =>
  v.object({
    ...FILE_FIELDS,
    shards: v.pipe(v.array(ShardSchema), v.maxLength(MAX_SHARDS)),
    inputs,
    outputs,
  });

const TokenizerSchema = v.object({
  /** `tokenizer.json` as the Hugging Face tokenizers libraries read it. */
  ...FILE_FIELDS,
  /** Ids of a prompt, padding included; longer prompts are cut. */
  maxLength: integer(2, 1024),
  padId: integer(0, 2 ** 24),
});

const PromptsSchema = v.pipe(
  v.object({
    /** float32 little-endian, (presets, tokens, width): the text encoder's answers. */
    ...FILE_FIELDS,
    width: integer(1, 8192),
    tokens: integer(2, 1024),
    /** In the order of the file. `text` is the whole prompt; the first one is `""`. */
    presets: v.pipe(
      v.array(v.object({ name: ShortText, text: v.pipe(v.string(), v.maxLength(2000)) })),
      v.minLength(1),
      v.maxLength(MAX_PRESETS),
    ),
  }),
  v.check(
    ({ bytes, width, tokens, presets }) => bytes === 4 * width * tokens * presets.length,
    'the prompt file has the wrong size for its presets',
  ),
  v.check(({ presets }) => presets[0]?.text === '', 'the first preset must be the empty prompt'),
);

const ConstantsSchema = v.pipe(
  v.object({
    /** x0 = a · latent + b · noise_pred; inside the graphs already. */
    x0: v.object({ a: real(-1000, 1000), b: real(-1000, 1000) }),
    /** Factor between the autoencoder's latent and the network's; inside the graphs already. */
    scalingFactor: real(1e-4, 1e4),
    /** Folded into the network; for information. */
    timestep: integer(0, 1_000_000),
    latentChannels: integer(1, 64),
    /** Pixels of a picture along each side of one latent. */
    downscale: integer(2, 64),
    /** Short side, in pixels after enlarging, below which a picture is enlarged further first. */
    processSize: integer(8, 4096),
  }),
  v.check(({ processSize, downscale }) => processSize >= downscale, 'processSize is too small'),
);

/** Run at scale 1 with the empty prompt and no colour fix; sides are multiples of `downscale`. */
const SelfTestSchema = v.object({
  width: integer(8, MAX_SELF_TEST_PX),
  height: integer(8, MAX_SELF_TEST_PX),
  /** RGB, 8 bit, interleaved, row-major: `width * height * 3` bytes. */
  input: Base64,
  /** What comes out of the decoder, clamped and truncated to 8 bit; same layout. */
  output: Base64,
  /** Largest difference of a byte that is accepted. */
  tolerance: integer(0, 64),
});

export const LatentPackSchema = v.pipe(
  v.object({
    ...COMMON_FIELDS,
    formatVersion: v.literal(LATENT_FORMAT_VERSION),
    kind: v.literal('latent'),
    family: v.literal('osediff'),
    precision: v.picklist(['fp32', 'fp16', 'int8', 'int4']),
    /** Enlargement that the network was trained for. */
    nativeScale: integer(1, 8),
    constants: ConstantsSchema,
    /**
     * Open dimensions are called `height` and `width` in pictures, `latent_height` and
     * `latent_width` in latents.
     */
    graphs: v.object({
      /** token ids int64 (1, tokens) → embeddings float32 (1, tokens, width) */
      textEncoder: graph(names(1)),
      /** picture float32 (1, 3, H, W) in -1..1 → latent float32 (1, channels, H/8, W/8), scaled */
      encoder: graph(names(1)),
      /** embeddings → what the network reads of a prompt, the same for every tile */
      crossAttention: graph(names(1), names(1, MAX_PROMPT_TENSORS)),
      /** latent, and what `crossAttention` answers → predicted noise, shaped as the latent; float32 */
      unet: graph(names(2, 1 + MAX_PROMPT_TENSORS)),
      /** latent, predicted noise → x0, all of one shape, in float32 whatever the precision */
      step: graph(names(2)),
      /** x0, shaped as the latent → picture float32 (1, 3, H, W) about -1..1, not clamped */
      decoder: graph(names(1)),
    }),
    tokenizer: TokenizerSchema,
    prompts: PromptsSchema,
    /** Null where the pack was made on a machine that could not run it. */
    selfTest: v.nullable(SelfTestSchema),
  }),
  v.check(
    ({ graphs }) => graphs.unet.inputs.length === 1 + graphs.crossAttention.outputs.length,
    'the network reads more or less of a prompt than there is',
  ),
  v.check(
    ({ tokenizer, prompts }) => tokenizer.maxLength === prompts.tokens,
    'the stored prompts have another length than the tokenizer gives',
  ),
  v.check(({ selfTest, constants }) => {
    if (selfTest === null) return true;
    const { width, height, input, output } = selfTest;
    const bytes = width * height * 3;
    const fits = width % constants.downscale === 0 && height % constants.downscale === 0;
    return fits && input.length === bytes && output.length === bytes;
  }, 'the self-test has pictures of the wrong size'),
);

/** A checked pack.json of kind `latent`. */
export type LatentPack = v.InferOutput<typeof LatentPackSchema>;
/** pack.json of kind `latent` as it is written. */
export type LatentPackJson = v.InferInput<typeof LatentPackSchema>;
export type PackFile = v.InferOutput<typeof ShardSchema>;
export type PackGraph = LatentPack['graphs']['unet'];
