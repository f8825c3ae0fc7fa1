/** Carries out one run: pictures one after another, each read, restored and written back. */
import {
  deserializeError,
  isCancelled,
  serializeError,
  toOnestepError,
  OnestepError,
  type SerializedError,
} from '../../shared/errors';
import { FIGMA_MAX_SIDE_PX } from '../../shared/limits';
import type { Picture, SkippedLayer, WriteOutcome, WriteUse } from '../../shared/protocol';
import type { AbortSource, RpcClient } from '../../shared/rpc-client';
import { writeTargetOf, type SharingChoice } from '../../shared/write-target';
import { planPicture } from '../pictures/picture-plan';
import type { Action } from '../state/actions';
import { noteText } from '../text/note-text';
import { sourceOf } from './picture-source';
import type { RunOptions } from './run-options';
import type { EngineClient } from '../engine/engine-client';
import { answerInTime } from '../sandbox/answer-in-time';

export interface RunDependencies {
  readonly rpc: RpcClient;
  readonly engine: Pick<EngineClient, 'enhance'>;
  readonly dispatch: (action: Action) => void;
  readonly nowMs: () => number;
}

export interface RunRequest {
  readonly pictures: readonly Picture[];
  readonly options: RunOptions;
  readonly signal: AbortSource;
}

/** Reading may mean that Figma downloads the picture first. */
const READ_LIMIT_MS = 120_000;
const WRITE_LIMIT_MS = 60_000;
/** Tiles can take a few milliseconds each; the panel is drawn at most this often. */
const PROGRESS_INTERVAL_MS = 100;

/**
 * Runs to the end, whatever happens: one failing picture does not stop the others, and whatever was
 * written becomes one undo step, also after a cancel. Never rejects.
 */
export async function runPictures(
  request: RunRequest,
  dependencies: RunDependencies,
): Promise<void> {
  const { pictures, options, signal } = request;
  const { dispatch, nowMs } = dependencies;
  dispatch({ type: 'run/started', pictures, options, nowMs: nowMs() });
  let touchedCanvas = false;

  for (const [index, picture] of pictures.entries()) {
    if (signal.aborted) break;
    try {
      touchedCanvas = (await enhancePicture(picture, request, dependencies)) || touchedCanvas;
    } catch (thrown) {
      if (isCancelled(thrown)) break;
      const error = toOnestepError(thrown);
      // The answer to the write may be what was lost, so the picture may be on the canvas.
      touchedCanvas ||= error instanceof WriteUnknown;
      fail(dispatch, picture, error);
      if (isEngineGone(error)) {
        for (const left of pictures.slice(index + 1)) fail(dispatch, left, error);
        break;
      }
    }
  }

  const commitError = touchedCanvas ? await commit(dependencies.rpc) : null;
  dispatch({ type: 'run/finished', commitError });
}

/** @returns true when at least one layer shows the new picture. */
async function enhancePicture(
  picture: Picture,
  { options, signal }: RunRequest,
  { rpc, engine, dispatch, nowMs }: RunDependencies,
): Promise<boolean> {
  const { imageHash, uses } = picture;
  const { prompt, controls, fromOriginals, output } = options;
  const plan = planPicture(picture, options, fromOriginals);
  const source = sourceOf(picture, fromOriginals);
  const startedAtMs = nowMs();

  dispatch({ type: 'item/phase', imageHash, phase: { status: 'reading' } });
  const { bytes } = await answerInTime(
    rpc.call('picture/read', { imageHash: source.imageHash }, { signal }),
    READ_LIMIT_MS,
    'picture/read',
  );

  let lastShownMs = -Infinity;
  const result = await engine.enhance(
    bytes,
    {
      ...output,
      scale: plan.scale,
      maxSidePx: FIGMA_MAX_SIDE_PX,
      // A file may lose it for a smaller size; in a design a white box would cover what lies behind.
      keepsTransparency: true,
      ...(prompt === '' ? {} : { prompt }),
      ...(controls === null ? {} : { controls }),
    },
    {
      signal,
      onProgress: (progress) => {
        const isEdge = progress.tilesDone === 0 || progress.tilesDone === progress.tilesTotal;
        if (!isEdge && nowMs() - lastShownMs < PROGRESS_INTERVAL_MS) return;
        lastShownMs = nowMs();
        dispatch({ type: 'item/progress', imageHash, progress, nowMs: lastShownMs });
      },
    },
  );
  if (signal.aborted) throw new OnestepError('cancelled');

  // From here on a cancel comes too late for this picture: a write is done or not done, never half.
  dispatch({ type: 'item/phase', imageHash, phase: { status: 'writing' } });
  const outcome = await write(
    rpc,
    picture,
    options.sharing,
    result.bytes,
    noteText(options, result),
  );
  if (outcome.writtenNodeIds.length === 0) {
    const reason: SerializedError = outcome.failures[0]?.error ?? {
      code: 'layer-gone',
      details: {},
    };
    const refused = { imageHash: outcome.imageHash, failures: outcome.failures };
    dispatch({
      type: 'item/phase',
      imageHash,
      phase: { status: 'failed', error: reason, refused },
    });
    return false;
  }
  const { width, height, sourceWidth, sourceHeight, scale, format } = result;
  dispatch({
    type: 'item/phase',
    imageHash,
    phase: {
      status: 'done',
      result: {
        imageHash: outcome.imageHash,
        sourceHash: source.imageHash,
        width,
        height,
        sourceWidth,
        sourceHeight,
        scale,
        // The engine was asked for no more than the limit allows.
        capped: plan.capped || result.capped,
        format,
        tookMs: nowMs() - startedAtMs,
        failures: uses.length > 1 ? outcome.failures : [],
        originalsKept: outcome.originalsKept,
      },
    },
  });
  return true;
}

/** A write whose answer never came or could not be read; nobody knows whether it happened. */
class WriteUnknown extends OnestepError {}

async function write(
  rpc: RpcClient,
  picture: Picture,
  sharing: SharingChoice,
  bytes: Uint8Array,
  note: string,
): Promise<WriteOutcome> {
  const { imageHash } = picture;
  const { uses, leftAlone } = withTargets(picture, sharing);
  if (uses.length === 0) throw deserializeError(leftAlone[0]!.error);
  try {
    const outcome = await answerInTime(
      rpc.call('picture/write', { imageHash, uses, bytes, note }),
      WRITE_LIMIT_MS,
      'picture/write',
    );
    return { ...outcome, failures: [...leftAlone, ...outcome.failures] };
  } catch (thrown) {
    const error = toOnestepError(thrown);
    throw error.code === 'protocol-message' || error.code === 'protocol-version'
      ? new WriteUnknown(error.code, error.details, error.technicalCause)
      : error;
  }
}

/** Where each use is written to; those that the choice leaves alone, and why. */
function withTargets(
  { uses }: Picture,
  sharing: SharingChoice,
): { uses: WriteUse[]; leftAlone: SkippedLayer[] } {
  const writable: WriteUse[] = [];
  const leftAlone: SkippedLayer[] = [];
  for (const use of uses) {
    const { nodeId, nodeName, property, styleId, includesHidden } = use;
    try {
      const target = writeTargetOf(use, sharing);
      writable.push({ nodeId, nodeName, property, styleId, includesHidden, target });
    } catch (thrown) {
      leftAlone.push({ nodeId, nodeName, error: serializeError(thrown) });
    }
  }
  return { uses: writable, leftAlone };
}

async function commit(rpc: RpcClient): Promise<SerializedError | null> {
  try {
    await answerInTime(rpc.call('run/commit', {}), WRITE_LIMIT_MS, 'run/commit');
    return null;
  } catch (thrown) {
    return serializeError(thrown);
  }
}

function fail(dispatch: (action: Action) => void, picture: Picture, error: OnestepError): void {
  dispatch({
    type: 'item/phase',
    imageHash: picture.imageHash,
    phase: { status: 'failed', error: serializeError(error) },
  });
}

/** The engine cannot be started again, so the other pictures need not wait to learn the same. */
function isEngineGone({ code }: OnestepError): boolean {
  return code === 'engine-unavailable' || code.startsWith('pack-');
}
