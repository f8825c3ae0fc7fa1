/**
 * The shapes of paints, as strict as Figma reads them: an unknown key or a value out of range is
 * refused. The checks at the end tie every schema to Figma's typings.
 */
import * as v from 'valibot';

const UnitInterval = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const SignedUnit = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));
const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const Finite = v.pipe(v.number(), v.finite());
const QuarterTurns = v.pipe(v.number(), v.multipleOf(90));

const Row = v.strictTuple([Finite, Finite, Finite]);
const Transform = v.strictTuple([Row, Row]);
const Rgb = v.strictObject({ r: UnitInterval, g: UnitInterval, b: UnitInterval });
const Rgba = v.strictObject({ ...Rgb.entries, a: UnitInterval });
const Alias = v.strictObject({ type: v.literal('VARIABLE_ALIAS'), id: v.string() });
const Vector = v.strictObject({ x: Finite, y: Finite });
const Bindings = v.optional(v.strictObject({ color: v.optional(Alias) }));

const BLEND_MODES = [
  'PASS_THROUGH',
  'NORMAL',
  'DARKEN',
  'MULTIPLY',
  'LINEAR_BURN',
  'COLOR_BURN',
  'LIGHTEN',
  'SCREEN',
  'LINEAR_DODGE',
  'COLOR_DODGE',
  'OVERLAY',
  'SOFT_LIGHT',
  'HARD_LIGHT',
  'DIFFERENCE',
  'EXCLUSION',
  'HUE',
  'SATURATION',
  'COLOR',
  'LUMINOSITY',
] as const satisfies readonly BlendMode[];

const common = {
  visible: v.optional(v.boolean()),
  opacity: v.optional(UnitInterval),
  blendMode: v.optional(v.picklist(BLEND_MODES)),
};

const Solid = v.strictObject({
  type: v.literal('SOLID'),
  color: Rgb,
  boundVariables: Bindings,
  ...common,
});

const Gradient = v.strictObject({
  type: v.picklist(['GRADIENT_LINEAR', 'GRADIENT_RADIAL', 'GRADIENT_ANGULAR', 'GRADIENT_DIAMOND']),
  gradientTransform: Transform,
  gradientStops: v.pipe(
    v.array(v.strictObject({ position: UnitInterval, color: Rgba, boundVariables: Bindings })),
    v.minLength(2),
  ),
  ...common,
});

const placement = {
  scaleMode: v.picklist(['FILL', 'FIT', 'CROP', 'TILE']),
  scalingFactor: v.optional(Positive),
  rotation: v.optional(QuarterTurns),
  filters: v.optional(
    v.strictObject({
      exposure: v.optional(SignedUnit),
      contrast: v.optional(SignedUnit),
      saturation: v.optional(SignedUnit),
      temperature: v.optional(SignedUnit),
      tint: v.optional(SignedUnit),
      highlights: v.optional(SignedUnit),
      shadows: v.optional(SignedUnit),
    }),
  ),
};

const Image = v.strictObject({
  type: v.literal('IMAGE'),
  imageHash: v.nullable(v.string()),
  imageTransform: v.optional(Transform),
  ...placement,
  ...common,
});

const Video = v.strictObject({
  type: v.literal('VIDEO'),
  videoHash: v.nullable(v.string()),
  videoTransform: v.optional(Transform),
  ...placement,
  ...common,
});

const Pattern = v.strictObject({
  type: v.literal('PATTERN'),
  sourceNodeId: v.string(),
  tileType: v.picklist(['RECTANGULAR', 'HORIZONTAL_HEXAGONAL', 'VERTICAL_HEXAGONAL']),
  scalingFactor: Positive,
  spacing: Vector,
  horizontalAlignment: v.picklist(['START', 'CENTER', 'END']),
  ...common,
});

const Shader = v.strictObject({
  type: v.literal('SHADER'),
  id: v.string(),
  // What a shader's properties may hold is the shader's own business.
  properties: v.optional(v.record(v.string(), v.unknown())),
  propertyMetadata: v.optional(v.record(v.string(), v.unknown())),
  ...common,
});

export const PaintsSchema = v.array(
  v.variant('type', [Solid, Gradient, Image, Video, Pattern, Shader]),
);

type SameKeys<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : never;
type Holds<T extends true> = T;

/** Fails to compile when Figma's typings gain or lose a kind of paint, or a member of one. */
export type PaintsMatchTypings = [
  Holds<SameKeys<v.InferOutput<typeof Solid>, SolidPaint>>,
  Holds<SameKeys<v.InferOutput<typeof Gradient>, GradientPaint>>,
  Holds<SameKeys<v.InferOutput<typeof Image>, ImagePaint>>,
  Holds<SameKeys<v.InferOutput<typeof Video>, VideoPaint>>,
  Holds<SameKeys<v.InferOutput<typeof Pattern>, PatternPaint>>,
  Holds<SameKeys<v.InferOutput<typeof Shader>, ShaderPaint>>,
  Holds<Paint['type'] extends v.InferOutput<typeof PaintsSchema>[number]['type'] ? true : never>,
];
