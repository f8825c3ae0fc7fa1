/**
 * Everything that is said between the sandbox (`src/plugin`) and the UI (`src/ui`): the UI asks, the
 * sandbox answers, and the sandbox announces events. Both sides check what they receive against these
 * schemas, because a stale window of an older version may be at the other end.
 */
import * as v from 'valibot';
import { ERROR_CODES } from './errors';
import { toBytes } from './plain-value';
import { SettingsSchema } from './settings';

/** Raised whenever a message changes shape; a mismatch is refused with a sentence. */
export const PROTOCOL_VERSION = 2;

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
const Px = v.pipe(v.number(), v.integer(), v.minValue(1));
const Details = v.record(v.string(), v.union([v.string(), v.number()]));
const Nothing = v.object({});

const Bytes = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const bytes = toBytes(dataset.value);
    if (bytes) return bytes;
    addIssue({ message: 'expected bytes' });
    return NEVER;
  }),
);

const SerializedErrorSchema = v.object({
  code: v.picklist(ERROR_CODES),
  details: Details,
  cause: v.optional(v.string()),
});

/** Menu commands, as named in manifest.json. */
export const COMMANDS = ['enhance', 'open'] as const;
export type Command = (typeof COMMANDS)[number];

const PaintPropertySchema = v.picklist(['fills', 'strokes']);
export type PaintProperty = v.InferOutput<typeof PaintPropertySchema>;

const PictureUseSchema = v.object({
  nodeId: Id,
  nodeName: v.string(),
  property: PaintPropertySchema,
});

/** One stored image and every place of the selection that shows it. */
const PictureSchema = v.object({
  imageHash: Id,
  width: Px,
  height: Px,
  uses: v.pipe(v.array(PictureUseSchema), v.minLength(1)),
});
export type Picture = v.InferOutput<typeof PictureSchema>;
export type PictureUse = v.InferOutput<typeof PictureUseSchema>;

/** A layer that is left alone, and why. */
const SkippedLayerSchema = v.object({
  nodeId: Id,
  nodeName: v.string(),
  error: SerializedErrorSchema,
});
export type SkippedLayer = v.InferOutput<typeof SkippedLayerSchema>;

const SelectionSchema = v.object({
  selectedLayers: v.pipe(v.number(), v.integer(), v.minValue(0)),
  pictures: v.array(PictureSchema),
  skipped: v.array(SkippedLayerSchema),
  /** Hidden and locked layers below the selected ones, which are never touched unasked. */
  hiddenOrLocked: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Selection = v.InferOutput<typeof SelectionSchema>;

const WriteOutcomeSchema = v.object({
  /** Hash of the new image, or null when no layer took it. */
  imageHash: v.nullable(Id),
  writtenNodeIds: v.array(Id),
  failures: v.array(SkippedLayerSchema),
});
export type WriteOutcome = v.InferOutput<typeof WriteOutcomeSchema>;

/** Requests of the UI: name → shape of the question and of the answer. */
export const METHODS = {
  /** First call after the UI has loaded: how the plugin was launched. */
  'session/start': {
    params: Nothing,
    result: v.object({ command: v.picklist(COMMANDS), settings: SettingsSchema }),
  },
  'settings/save': { params: v.object({ settings: SettingsSchema }), result: Nothing },
  /** Image fills and strokes at and below the selected layers. Reports progress in layers. */
  'selection/read': { params: Nothing, result: SelectionSchema },
  /** The encoded file behind an image hash, as it was stored. */
  'picture/read': { params: v.object({ imageHash: Id }), result: v.object({ bytes: Bytes }) },
  /** Replaces `imageHash` by `bytes` in those of the layers that still show it. */
  'picture/write': {
    params: v.object({
      imageHash: Id,
      uses: v.pipe(v.array(PictureUseSchema), v.minLength(1)),
      bytes: Bytes,
    }),
    result: WriteOutcomeSchema,
  },
  /** Ends a run: everything written since the last commit becomes one undo step. */
  'run/commit': { params: Nothing, result: Nothing },
  /** A short toast on the canvas. */
  'canvas/notify': {
    params: v.object({ text: v.pipe(v.string(), v.maxLength(100)), isError: v.boolean() }),
    result: Nothing,
  },
  'window/resize': { params: v.object({ width: Px, height: Px }), result: Nothing },
  'window/close': { params: Nothing, result: Nothing },
} as const;

export type MethodName = keyof typeof METHODS;
export type MethodParams<M extends MethodName> = v.InferOutput<(typeof METHODS)[M]['params']>;
export type MethodResult<M extends MethodName> = v.InferOutput<(typeof METHODS)[M]['result']>;

/** Announcements of the sandbox. */
export const EVENTS = {
  'selection/changed': Nothing,
  /** The plugin was launched again while its window was open. */
  launched: v.object({ command: v.picklist(COMMANDS) }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventPayload<E extends EventName> = v.InferOutput<(typeof EVENTS)[E]>;

const RequestId = v.pipe(v.number(), v.integer(), v.minValue(1));
const Version = v.object({ onestep: v.number() });

/** Read before anything else, so that a peer of another version gets a clear refusal. */
export const EnvelopeVersionSchema = Version;

const ProgressSchema = v.object({ done: v.number(), total: v.number() });
export type Progress = v.InferOutput<typeof ProgressSchema>;

export const EnvelopeSchema = v.variant('type', [
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('request'),
    id: RequestId,
    method: v.string(),
    params: v.unknown(),
  }),
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('cancel'),
    id: RequestId,
  }),
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('progress'),
    id: RequestId,
    progress: ProgressSchema,
  }),
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('result'),
    id: RequestId,
    result: v.unknown(),
  }),
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('failure'),
    id: RequestId,
    error: SerializedErrorSchema,
  }),
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('event'),
    name: v.string(),
    payload: v.unknown(),
  }),
]);
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;
