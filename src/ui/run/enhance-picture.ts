/** The turn of one picture: shows how it gets on, and writes its result. */
import type { EnhanceProgress } from '../../inference/engine';
import {
  deserializeError,
  serializeError,
  toOnestepError,
  OnestepError,
  type SerializedError,
} from '../../shared/errors';
import type { Picture, SkippedLayer, WriteOutcome, WriteUse } from '../../shared/protocol';
import type { RpcClient } from '../../shared/rpc-client';
import { writeTargetOf, type SharingChoice } from '../../shared/write-target';
import { answerInTime } from '../sandbox/answer-in-time';
import { noteText } from '../text/note-text';
import type { PictureOnItsWay } from './picture-on-its-way';
import type { RunOptions } from './run-options';
import type { ItemPhase } from './run-state';

export interface PictureDependencies {
  readonly rpc: RpcClient;
  /** Hears of everything that happens to the picture, except that it was stopped or threw. */
  readonly show: {
    phase(phase: ItemPhase): void;
    progress(progress: EnhanceProgress): void;
  };
  readonly nowMs: () => number;
}

const WRITE_LIMIT_MS = 60_000;
/** Tiles can take a few milliseconds each; the panel is drawn at most this often. */
const PROGRESS_INTERVAL_MS = 100;

/**
 * Waits for the result of a picture whose turn it is, and writes it.
 *
 * @returns true when at least one layer shows the new picture
 * @throws OnestepError `cancelled` when the picture was dropped before the write began; `WriteUnknown`,
 * or the reason why nothing was written
 */
export async function enhancePicture(
  way: PictureOnItsWay,
  options: RunOptions,
  { rpc, show, nowMs }: PictureDependencies,
): Promise<boolean> {
  const { picture, plan, source } = way;
  const { uses } = picture;
  // Not from when it was sent on its way: until now, the time was that of the picture before it.
  const startedAtMs = nowMs();

  show.phase({ status: 'reading' });
  let lastShownMs = -Infinity;
  way.progress.follow((progress) => {
    const isEdge = progress.tilesDone === 0 || progress.tilesDone === progress.tilesTotal;
    if (!isEdge && nowMs() - lastShownMs < PROGRESS_INTERVAL_MS) return;
    lastShownMs = nowMs();
    show.progress(progress);
  });
  const result = await way.result;
  if (way.isDropped) throw new OnestepError('cancelled');

  // From here on a cancel comes too late for this picture: a write is done or not done, never half.
  show.phase({ status: 'writing' });
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
    show.phase({ status: 'failed', error: reason, refused });
    return false;
  }
  const { width, height, sourceWidth, sourceHeight, scale, format } = result;
  show.phase({
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
  });
  return true;
}

/** A write whose answer never came or could not be read; nobody knows whether it happened. */
export class WriteUnknown extends OnestepError {}

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
