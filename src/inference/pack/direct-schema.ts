/**
 * pack.json of kind `direct`: one graph, picture to picture. Bounds as in `schema.ts`: packs are
 * downloaded from anywhere.
 */
import * as v from 'valibot';
import { ContentSchema, UnitSchema } from '../../shared/controls';
import { Base64, COMMON_FIELDS, FILE_FIELDS, integer, ShortText } from './fields';

/** The form of pack.json that is described here. */
export const DIRECT_FORMAT_VERSION = 2;

/** Source pixels a tile needs beyond the network's reach: room for the filter and something to keep. */
const TILE_ROOM_PX = 16;
const MAX_TILE_PX = 1024;
const MAX_SCALE = 4;
const MAX_ALIGNMENT = 8;
const MAX_CONDITION_SIZE = 64;
const MAX_ENTRIES = 200;
const MAX_PHRASES = 100;
const MAX_PHRASE_LENGTH = 80;
const MAX_SELF_TEST_PX = 64;

const Scale = integer(1, MAX_SCALE);

const GraphSchema = v.object({
  /** The ONNX file, with its weights inside. */
  ...FILE_FIELDS,
  precision: v.picklist(['fp32', 'fp16-weights', 'fp16']),
  /** float32 RGB in 0..1, (1, 3, h, w), both sides multiples of `alignment` */
  input: ShortText,
  /** float32 (1, `condition.size`) */
  condition: v.optional(ShortText),
  /** Each float32 (1, 3, h·scale, w·scale). */
  outputs: v.pipe(
    v.array(v.object({ scale: Scale, name: ShortText })),
    v.minLength(1),
    v.maxLength(MAX_SCALE),
    v.check(
      (outputs) =>
        areDistinct(outputs.map(({ scale }) => scale)) &&
        areDistinct(outputs.map(({ name }) => name)),
      'a scale or a name of an output is there twice',
    ),
  ),
});

const Index = integer(0, MAX_CONDITION_SIZE - 1);
/** `value` takes the 0..1 of a control that is set, and `known` says with 1 that it is. */
const ControlSchema = v.object({ value: Index, known: Index });

/** Where the numbers of the condition vector are; all zeros is: judge by yourself, be faithful. */
const ConditionSchema = v.pipe(
  v.object({
    size: integer(1, MAX_CONDITION_SIZE),
    controls: v.object({ denoise: ControlSchema, dejpeg: ControlSchema, deblur: ControlSchema }),
    /** At most one of them is 1. */
    content: v.object({ photo: Index, illustration: Index, text: Index }),
    /** 0 (faithful) to 1 (crisp) */
    crisp: Index,
    /** 1 at the index of the scale that is run; a scale that is not listed has none. */
    scales: v.pipe(v.array(v.object({ scale: Scale, index: Index })), v.maxLength(MAX_SCALE)),
  }),
  v.check(({ scales }) => areDistinct(scales.map(({ scale }) => scale)), 'a scale is there twice'),
  v.check(({ size, controls, content, crisp, scales }) => {
    const indices = [
      ...Object.values(controls).flatMap(({ value, known }) => [value, known]),
      ...Object.values(content),
      crisp,
      ...scales.map(({ index }) => index),
    ];
    return areDistinct(indices) && indices.every((index) => index < size);
  }, 'an index is there twice or beyond the size'),
);

/** What the phrases of an entry set; see `src/shared/prompt-vocabulary.ts`. */
const VocabularySchema = v.pipe(
  v.array(
    v.object({
      words: v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PHRASE_LENGTH))),
        v.minLength(1),
        v.maxLength(MAX_PHRASES),
      ),
      set: v.pipe(
        v.strictObject({
          denoise: v.optional(UnitSchema),
          dejpeg: v.optional(UnitSchema),
          deblur: v.optional(UnitSchema),
          content: v.optional(ContentSchema),
          crisp: v.optional(UnitSchema),
        }),
        v.check((set) => Object.keys(set).length > 0, 'expected something to set'),
      ),
    }),
  ),
  v.maxLength(MAX_ENTRIES),
);

/** Run with the zero condition and the scale's index. */
const SelfTestSchema = v.object({
  width: integer(1, MAX_SELF_TEST_PX),
  height: integer(1, MAX_SELF_TEST_PX),
  /** Of the output that is compared. */
  scale: Scale,
  /** RGB, 8 bit, interleaved, row-major: `width * height * 3` bytes. */
  input: Base64,
  /** What the network answers to it without any padding, clamped and rounded. */
  output: Base64,
  /** Largest difference of a byte that is accepted. */
  tolerance: integer(0, 16),
});

export const DirectPackSchema = v.pipe(
  v.object({
    ...COMMON_FIELDS,
    formatVersion: v.literal(DIRECT_FORMAT_VERSION),
    kind: v.literal('direct'),
    /** Radius of the receptive field, in source pixels. */
    reach: integer(0, 256),
    /** Sides of crops, and where they start, are multiples of this many source pixels. */
    alignment: integer(1, MAX_ALIGNMENT),
    /**
     * What the network sees beyond the edges of a picture: `replicated` by the graph itself, or
     * `padded` by the caller, who repeats the edge pixels for the length of the reach.
     */
    edges: v.picklist(['replicated', 'padded']),
    /** Longest sides of the crops that the graph may be given, in source pixels. */
    tileSizes: v.pipe(v.array(integer(1, MAX_TILE_PX)), v.minLength(1), v.maxLength(16)),
    graph: GraphSchema,
    condition: v.optional(ConditionSchema),
    vocabulary: v.optional(VocabularySchema),
    selfTest: SelfTestSchema,
  }),
  v.check(
    ({ tileSizes, reach, alignment }) =>
      tileSizes.every((size) => size >= 2 * (reach + alignment - 1) + TILE_ROOM_PX),
    'a tile size leaves nothing to keep beyond the reach',
  ),
  v.check(
    ({ graph, condition }) => (graph.condition === undefined) === (condition === undefined),
    'the graph and the pack disagree about a condition',
  ),
  v.check(({ graph }) => graph.condition !== graph.input, 'two inputs have the same name'),
  v.check(
    ({ condition, vocabulary }) => vocabulary === undefined || condition !== undefined,
    'a vocabulary has nothing to set without a condition',
  ),
  v.check(
    ({ condition, graph }) =>
      (condition?.scales ?? []).every(({ scale }) => hasScale(graph, scale)),
    'the condition has a scale without an output',
  ),
  v.check(({ selfTest, graph, alignment }) => {
    const { width, height, scale, input, output } = selfTest;
    const bytes = width * height * 3;
    const fits = width % alignment === 0 && height % alignment === 0 && hasScale(graph, scale);
    return fits && input.length === bytes && output.length === bytes * scale ** 2;
  }, 'the self-test has pictures of the wrong size'),
);

function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function hasScale(
  { outputs }: { readonly outputs: readonly { readonly scale: number }[] },
  scale: number,
): boolean {
  return outputs.some((output) => output.scale === scale);
}

/** A checked pack.json of kind `direct`. */
export type DirectPack = v.InferOutput<typeof DirectPackSchema>;
