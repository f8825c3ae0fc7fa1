/**
 * Everything that is said between the sandbox (`src/plugin`) and the UI (`src/ui`): the UI asks, the
 * sandbox answers, and the sandbox announces events. Both sides check what they receive against these
 * schemas, because a stale window of an older version may be at the other end.
 */
import * as v from 'valibot';
import { ERROR_CODES } from './errors';
import { MAX_NOTE_CHARACTERS } from './limits';
import { toBytes } from './plain-value';
import { PresetNameSchema, PresetSchema, PresetShelfSchema } from './presets';
import { KeptPromptSchema, PromptShelfSchema } from './prompt-history';
import { AREAS, SettingsSchema } from './settings';

/** Raised whenever a message changes shape; a mismatch is refused with a sentence. */
export const PROTOCOL_VERSION = 4;

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

/** Commands of the menu and of the relaunch buttons, as named in manifest.json. */
export const COMMANDS = [
  'enhance',
  'enhance-prompt',
  'batch',
  'compare',
  'restore',
  'settings',
  'enhance-again',
  'open',
] as const;
export type Command = (typeof COMMANDS)[number];

/** How the plugin was launched, at its start or while its window is open. */
const LaunchSchema = v.object({
  command: v.picklist(COMMANDS),
  /** Typed into quick actions; the run is to begin at once with it. Null when none was typed. */
  prompt: v.nullable(v.string()),
});
export type Launch = v.InferOutput<typeof LaunchSchema>;

/**
 * Where the pictures of a layer are: its fills (letters and regions included), strokes, table cells, and
 * the label on top of it (of a table: those of its cells).
 */
const PaintPropertySchema = v.picklist(['fills', 'strokes', 'cells', 'label']);
export type PaintProperty = v.InferOutput<typeof PaintPropertySchema>;

const Row = v.strictTuple([v.number(), v.number(), v.number()]);

/** How one paint shows a picture; what the fit scale is worked out from. */
const PlacementSchema = v.object({
  /** Of the box that the picture is placed in, in px of the canvas. */
  width: v.pipe(v.number(), v.minValue(0)),
  height: v.pipe(v.number(), v.minValue(0)),
  scaleMode: v.picklist(['FILL', 'FIT', 'CROP', 'TILE']),
  /** CROP: from the unit square of the box to the unit square of the picture. */
  imageTransform: v.nullable(v.strictTuple([Row, Row])),
  /** TILE: px of the canvas for one px of the picture. */
  scalingFactor: v.nullable(v.number()),
  /** Degrees, a multiple of 90. */
  rotation: v.number(),
});
export type Placement = v.InferOutput<typeof PlacementSchema>;

const UseIdentity = {
  nodeId: Id,
  nodeName: v.string(),
  property: PaintPropertySchema,
  /** Id of the shared style that these paints follow; null for paints of the layer's own. */
  styleId: v.nullable(Id),
  /** Paints that are hidden count as well: only when the reading included hidden ones. */
  includesHidden: v.boolean(),
} as const;

const PictureUseSchema = v.object({
  ...UseIdentity,
  placements: v.pipe(v.array(PlacementSchema), v.minLength(1)),
  /** The style behind `styleId`. */
  style: v.nullable(v.object({ name: v.string(), remote: v.boolean() })),
  /** The main component, when the layer is part of an instance and takes this picture from there. */
  component: v.nullable(v.object({ name: v.string(), remote: v.boolean() })),
  /** Hash of the picture as it was before it was enhanced here; null for one never enhanced. */
  originalHash: v.nullable(Id),
  /** False where the editor has no safe place for it, so that only undo brings the picture back. */
  originalCanBeKept: v.boolean(),
});
export type PictureUse = v.InferOutput<typeof PictureUseSchema>;

/** One stored image and every place of the scope that shows it. */
const PictureSchema = v.object({
  imageHash: Id,
  width: Px,
  height: Px,
  uses: v.pipe(v.array(PictureUseSchema), v.minLength(1)),
  /** What this picture was made from, when it is a result and its original is still in the file. */
  original: v.nullable(v.object({ imageHash: Id, width: Px, height: Px })),
});
export type Picture = v.InferOutput<typeof PictureSchema>;

/** A layer that is left alone, and why. */
const SkippedLayerSchema = v.object({
  nodeId: Id,
  nodeName: v.string(),
  error: SerializedErrorSchema,
});
export type SkippedLayer = v.InferOutput<typeof SkippedLayerSchema>;

/** Which layers are looked at. */
const ScopeSchema = v.object({
  area: v.picklist(AREAS),
  /** Take hidden and locked layers, and hidden paints, as well. */
  includeHiddenAndLocked: v.boolean(),
});
export type Scope = v.InferOutput<typeof ScopeSchema>;

const SelectionSchema = v.object({
  selectedLayers: v.pipe(v.number(), v.integer(), v.minValue(0)),
  pictures: v.array(PictureSchema),
  skipped: v.array(SkippedLayerSchema),
  /**
   * Hidden and locked layers, each with all that is in it, that were left alone. At least: what is hidden
   * inside instances is not looked at on a page or in a document, where that takes many times longer.
   */
  hiddenOrLocked: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Selection = v.InferOutput<typeof SelectionSchema>;

/**
 * Where the new picture goes:
 * `layer`: into paints of the layer's own; in an instance this is an override. Refused for a style.
 * `detached`: into the layer, which thereby leaves its style.
 * `style`: into the local style, once, for every layer that follows it.
 * `component`: into the same layer of the local main component.
 */
const WriteTargetSchema = v.picklist(['layer', 'detached', 'style', 'component']);
export type WriteTarget = v.InferOutput<typeof WriteTargetSchema>;

const WriteUseSchema = v.object({ ...UseIdentity, target: WriteTargetSchema });
export type WriteUse = v.InferOutput<typeof WriteUseSchema>;

const RestoreUseSchema = v.object(UseIdentity);
export type RestoreUse = v.InferOutput<typeof RestoreUseSchema>;

const WriteOutcomeSchema = v.object({
  /** Hash of the new image, also when no layer took it: it can still be placed beside. */
  imageHash: Id,
  writtenNodeIds: v.array(Id),
  failures: v.array(SkippedLayerSchema),
  /** False where the editor has no safe place for originals, so that only undo brings them back. */
  originalsKept: v.boolean(),
});
export type WriteOutcome = v.InferOutput<typeof WriteOutcomeSchema>;

const RestoreOutcomeSchema = v.object({
  restoredNodeIds: v.array(Id),
  failures: v.array(SkippedLayerSchema),
});
export type RestoreOutcome = v.InferOutput<typeof RestoreOutcomeSchema>;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What each kind takes of Figma’s storage for the plugin, in bytes. */
const StoredBytesSchema = v.object({ settings: Count, presets: Count, prompts: Count });
export type StoredBytes = v.InferOutput<typeof StoredBytesSchema>;

/** What is kept on the page on display so that it can be restored. */
const OriginalsCountSchema = v.object({
  /** Pictures on the hidden keepers. */
  originals: Count,
  /** Layers that know which picture they showed. */
  layers: Count,
});
export type OriginalsCount = v.InferOutput<typeof OriginalsCountSchema>;

const StorageUseSchema = v.object({ stored: StoredBytesSchema, page: OriginalsCountSchema });
export type StorageUse = v.InferOutput<typeof StorageUseSchema>;

const EditorSchema = v.picklist(['figma', 'figjam', 'slides', 'buzz', 'dev']);
export type Editor = v.InferOutput<typeof EditorSchema>;

/** Requests of the UI: name → shape of the question and of the answer. */
export const METHODS = {
  /** First call after the UI has loaded: how the plugin was launched. */
  'session/start': {
    params: Nothing,
    result: v.object({
      ...LaunchSchema.entries,
      settings: SettingsSchema,
      presets: PresetShelfSchema,
      prompts: PromptShelfSchema,
      editor: EditorSchema,
    }),
  },
  'settings/save': { params: v.object({ settings: SettingsSchema }), result: Nothing },
  /** Forgets the stored settings; answers with the defaults. */
  'settings/reset': { params: Nothing, result: v.object({ settings: SettingsSchema }) },
  /** Adds a preset, or replaces the one with its name. */
  'presets/save': { params: PresetSchema, result: PresetShelfSchema },
  'presets/rename': {
    params: v.object({ name: PresetNameSchema, newName: PresetNameSchema }),
    result: PresetShelfSchema,
  },
  'presets/delete': { params: v.object({ name: PresetNameSchema }), result: PresetShelfSchema },
  'presets/clear': { params: Nothing, result: PresetShelfSchema },
  /** Puts a prompt that ran in front of the history. */
  'prompts/add': { params: v.object({ prompt: KeptPromptSchema }), result: PromptShelfSchema },
  'prompts/remove': { params: v.object({ prompt: KeptPromptSchema }), result: PromptShelfSchema },
  'prompts/clear': { params: Nothing, result: PromptShelfSchema },
  'storage/use': { params: Nothing, result: StorageUseSchema },
  /** Every picture in the scope. Reports progress in layers; can be cancelled. */
  'selection/read': { params: ScopeSchema, result: SelectionSchema },
  /** The encoded file behind an image hash, as it was stored. Gives up after a minute. */
  'picture/read': { params: v.object({ imageHash: Id }), result: v.object({ bytes: Bytes }) },
  /** Replaces `imageHash` by `bytes` in those of the uses that still show it; see `WriteTarget`. */
  'picture/write': {
    params: v.object({
      imageHash: Id,
      uses: v.pipe(v.array(WriteUseSchema), v.minLength(1)),
      bytes: Bytes,
      /** What was done, in words, for the button on the layer; the sizes are added to it. */
      note: v.pipe(v.string(), v.maxLength(MAX_NOTE_CHARACTERS)),
    }),
    result: WriteOutcomeSchema,
  },
  /**
   * Puts a result that could not be written on a new rectangle beside the layer, or in the middle of
   * the view when the layer is gone. One undo step of its own.
   */
  'picture/place-beside': {
    params: v.object({
      /** From the outcome of the write. */
      imageHash: Id,
      /** The picture that it was made from, for the size of tiles. */
      replacedHash: Id,
      nodeId: Id,
      nodeName: v.string(),
      placement: PlacementSchema,
    }),
    result: v.object({ nodeId: Id }),
  },
  /** Brings the originals back: in these uses, or, for null, in the whole selection. One undo step. */
  'originals/restore': {
    params: v.object({ uses: v.nullable(v.array(RestoreUseSchema)) }),
    result: RestoreOutcomeSchema,
  },
  /** Ends a run: everything written since the last commit becomes one undo step. */
  'run/commit': { params: Nothing, result: Nothing },
  /** Selects a layer and brings it into view, on whatever page it is. */
  'canvas/show': { params: v.object({ nodeId: Id }), result: Nothing },
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
  launched: LaunchSchema,
  /** The user looks at another page now. */
  'page/changed': Nothing,
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
  /** The beginning of an answer that is too long for one message; see `long-answers.ts`. */
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('portion'),
    id: RequestId,
    /** Portions of this answer that came before. */
    before: Count,
    portion: v.unknown(),
  }),
  /** The answer, or its last portion. */
  v.object({
    onestep: v.literal(PROTOCOL_VERSION),
    type: v.literal('result'),
    id: RequestId,
    before: Count,
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
