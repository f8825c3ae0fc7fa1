/** Stand-ins for the panel's two partners: the sandbox and the engine. */
import type { EnhanceOptions, EnhanceResult } from '../../../src/inference/engine';
import { OnestepError } from '../../../src/shared/errors';
import type {
  Command,
  EventName,
  MethodName,
  MethodParams,
  MethodResult,
  Picture,
  Selection,
} from '../../../src/shared/protocol';
import type { CallOptions, RpcClient } from '../../../src/shared/rpc-client';
import { createPluginStorage } from '../../../src/plugin/storage/plugin-storage';
import { storageHandlers } from '../../../src/plugin/storage/storage-handlers';
import { memoryStorage } from '../../support/memory-storage';
import { pictureOf, pictureUse } from '../../support/picture-use';
import { DEFAULT_SETTINGS, type ScaleChoice } from '../../../src/shared/settings';
import { NOTHING_SHARED } from '../../../src/ui/state/sharing';
import type { RunOptions } from '../../../src/ui/run/run-options';
import type { EnhanceCallOptions } from '../../../src/ui/engine/engine-at-work';
import type { EngineClient } from '../../../src/ui/engine/engine-client';
import type { ChosenPack, PlacedEngineInfo } from '../../../src/ui/engine/engine-place';

export function picture(imageHash: string, changes: Partial<Picture> = {}): Picture {
  const uses = [pictureUse(`node-${imageHash}`, `Layer ${imageHash}`)];
  return { ...pictureOf(imageHash, 100, 50, uses), ...changes };
}

export function selectionOf(...pictures: Picture[]): Selection {
  return { selectedLayers: pictures.length, pictures, skipped: [], hiddenOrLocked: 0 };
}

/** No presets and no prompts yet. */
export const NOTHING_KEPT: Pick<MethodResult<'session/start'>, 'presets' | 'prompts'> = {
  presets: { presets: [], keeping: 'kept' },
  prompts: { prompts: [], keeping: 'kept' },
};

export function sessionOf(command: Command, scale: ScaleChoice): MethodResult<'session/start'> {
  return {
    command,
    prompt: null,
    settings: { ...DEFAULT_SETTINGS, scale },
    ...NOTHING_KEPT,
    editor: 'figma',
  };
}

export function resultFor(bytes: Uint8Array, { scale }: EnhanceOptions): EnhanceResult {
  return {
    bytes,
    format: 'png',
    width: 100 * scale,
    height: 50 * scale,
    sourceWidth: 100,
    sourceHeight: 50,
    scale,
    capped: false,
    promptReading: null,
  };
}

export const RUN_OPTIONS: RunOptions = {
  scale: 4,
  density: 2,
  output: { format: 'auto', quality: 95, strength: 1 },
  prompt: '',
  controls: null,
  fromOriginals: false,
  sharing: NOTHING_SHARED,
  packTitle: 'Onestep Compact',
};

type Answers = {
  [M in MethodName]?: (
    params: MethodParams<M>,
    options: CallOptions,
  ) => Promise<MethodResult<M>> | MethodResult<M>;
};

export interface FakeSandbox {
  readonly rpc: RpcClient;
  /** Requests in order, as “method” or “method imageHash”. */
  readonly calls: string[];
  readonly params: { method: MethodName; params: unknown }[];
  emit(name: EventName, payload: unknown): void;
}

const DEFAULT_ANSWERS: Answers = {
  'session/start': () => sessionOf('open', 4),
  'storage/use': () => ({
    stored: { settings: 100, presets: 0, prompts: 0 },
    page: { originals: 0, layers: 0 },
  }),
  'selection/read': () => selectionOf(picture('a')),
  'picture/read': () => ({ bytes: Uint8Array.of(1, 2, 3) }),
  'picture/write': ({ imageHash, uses }) => ({
    imageHash: `${imageHash}-new`,
    writtenNodeIds: uses.map((use) => use.nodeId),
    failures: [],
    originalsKept: true,
  }),
  'picture/place-beside': ({ nodeId }) => ({ nodeId: `${nodeId}-beside` }),
  'originals/restore': () => ({ restoredNodeIds: [], failures: [] }),
  'canvas/show': () => ({}),
  'run/commit': () => ({}),
  'canvas/notify': () => ({}),
  'window/resize': () => ({}),
  'window/close': () => ({}),
};

/** Answers like the real client: a raised signal rejects at once, whatever the sandbox does. */
export function fakeSandbox(answers: Answers = {}): FakeSandbox {
  const calls: string[] = [];
  const params: FakeSandbox['params'] = [];
  const receivers = new Map<EventName, (payload: unknown) => void>();
  const storage = storageHandlers(createPluginStorage(memoryStorage()));
  return {
    calls,
    params,
    emit: (name, payload) => receivers.get(name)?.(payload),
    rpc: {
      call: async (method, given, options = {}) => {
        const { imageHash } = given as { imageHash?: string };
        calls.push(imageHash === undefined ? method : `${method} ${imageHash}`);
        params.push({ method, params: given });
        const answer = { ...DEFAULT_ANSWERS, ...storage, ...answers }[method] as (
          params: unknown,
          options: CallOptions,
        ) => Promise<MethodResult<typeof method>>;
        const aborted = new Promise<never>((_, reject) => {
          const onAbort = (): void => reject(new OnestepError('cancelled'));
          if (options.signal?.aborted) onAbort();
          options.signal?.addEventListener('abort', onAbort);
        });
        return Promise.race([answer(given, options), aborted]);
      },
      on: (name, handler) => {
        receivers.set(name, handler as (payload: unknown) => void);
      },
    },
  };
}

export type FakeJob = (
  bytes: Uint8Array,
  options: EnhanceOptions,
  call: EnhanceCallOptions,
) => Promise<EnhanceResult>;

const EMBEDDED = { place: 'embedded', passedOver: [] } as const;

export const COMPACT: PlacedEngineInfo = {
  ...EMBEDDED,
  kind: 'direct',
  runtime: 'wasm',
  packTitle: 'Onestep Compact',
  packVersion: '0.1.0',
  takesPrompt: true,
  controls: { vocabulary: [{ words: ['noise'], set: { denoise: 1 } }] },
};
/** A pack that can be told nothing. */
export const PLAIN: PlacedEngineInfo = { ...COMPACT, takesPrompt: false, controls: null };
export const OSEDIFF: PlacedEngineInfo = {
  ...EMBEDDED,
  kind: 'latent',
  runtime: 'wasm',
  packTitle: 'OSEDiff',
  packVersion: '1.0.0',
  takesPrompt: true,
  controls: null,
};

/** An engine whose jobs, in order, do what the test says; the last one is repeated. */
export function fakeEngine(...jobs: FakeJob[]): EngineClient & {
  jobsRun: number;
  starts: number;
  readonly opened: ChosenPack[];
} {
  const engine = {
    jobsRun: 0,
    starts: 0,
    opened: [] as ChosenPack[],
    start: async () => {
      engine.starts += 1;
      return engine.opened.at(-1) ? OSEDIFF : COMPACT;
    },
    restart: async () => COMPACT,
    packs: async () => [],
    weights: async () => null,
    open: async (pack: ChosenPack) => {
      engine.opened.push(pack);
      return pack === null ? COMPACT : OSEDIFF;
    },
    enhance: async (bytes: Uint8Array, options: EnhanceOptions, call: EnhanceCallOptions) => {
      const job = jobs[Math.min(engine.jobsRun, jobs.length - 1)] ?? succeed;
      engine.jobsRun += 1;
      return job(bytes, options, call);
    },
  };
  return engine;
}

export const succeed: FakeJob = async (bytes, options, { onProgress }) => {
  onProgress({ stage: 'decode', tilesDone: 0, tilesTotal: 0 });
  onProgress({ stage: 'restore', tilesDone: 1, tilesTotal: 2 });
  onProgress({ stage: 'restore', tilesDone: 2, tilesTotal: 2 });
  return resultFor(bytes, options);
};

export const failWith =
  (error: OnestepError): FakeJob =>
  async () => {
    throw error;
  };

/** Works until it is cancelled, like a long picture. */
export const untilCancelled: FakeJob = (_bytes, _options, { signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new OnestepError('cancelled')));
  });

/** Lets everything that is ready to happen happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
