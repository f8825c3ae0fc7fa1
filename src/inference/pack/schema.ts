/**
 * What a pack says about itself in pack.json. Packs are downloaded from anywhere, so every number
 * has bounds that keep a hostile one from exhausting memory, and every path stays inside the pack.
 */
import * as v from 'valibot';
import { Base64, COMMON_FIELDS, FILE_FIELDS, integer, ShortText } from './fields';
import { LatentPackSchema } from './latent-schema';

export { PACK_FORMAT_VERSION } from './fields';

/** Source pixels a tile needs beyond the network's reach: room for the filter and something to keep. */
const TILE_ROOM_PX = 16;
const MAX_TILE_PX = 1024;
const MAX_SELF_TEST_PX = 64;

const GraphSchema = v.object({
  /** The ONNX file, with its weights inside. */
  ...FILE_FIELDS,
  precision: v.picklist(['fp32', 'fp16-weights', 'fp16']),
  input: ShortText,
  output: ShortText,
});

const SelfTestSchema = v.object({
  width: integer(1, MAX_SELF_TEST_PX),
  height: integer(1, MAX_SELF_TEST_PX),
  /** RGB, 8 bit, interleaved, row-major: `width * height * 3` bytes. */
  input: Base64,
  /** What the network answers to it without any padding, clamped and rounded; at native scale. */
  output: Base64,
  /** Largest difference of a byte that is accepted. */
  tolerance: integer(0, 16),
});

/** One graph, picture to picture: float32 RGB in 0..1, (1, 3, h, w) → (1, 3, h·scale, w·scale). */
const DirectPackSchema = v.pipe(
  v.object({
    ...COMMON_FIELDS,
    kind: v.literal('direct'),
    nativeScale: integer(1, 8),
    /** Radius of the receptive field, in source pixels. */
    reach: integer(0, 256),
    /** Sides of the crops that the graph may be given, in source pixels. */
    tileSizes: v.pipe(v.array(integer(1, MAX_TILE_PX)), v.minLength(1), v.maxLength(16)),
    graph: GraphSchema,
    selfTest: SelfTestSchema,
  }),
  v.check(
    ({ tileSizes, reach }) => tileSizes.every((size) => size >= 2 * reach + TILE_ROOM_PX),
    'a tile size leaves nothing to keep beyond the reach',
  ),
  v.check(({ selfTest, nativeScale }) => {
    const pixels = selfTest.width * selfTest.height;
    const { input, output } = selfTest;
    return input.length === pixels * 3 && output.length === pixels * 3 * nativeScale ** 2;
  }, 'the self-test has pictures of the wrong size'),
);

/** The version is read alone and first, so that a pack of tomorrow gets its own sentence. */
export const PackVersionSchema = v.object({ formatVersion: v.number() });

export const PackDescriptionSchema = v.variant('kind', [DirectPackSchema, LatentPackSchema]);

/** A checked pack.json. */
export type PackDescription = v.InferOutput<typeof PackDescriptionSchema>;
export type DirectPack = v.InferOutput<typeof DirectPackSchema>;
