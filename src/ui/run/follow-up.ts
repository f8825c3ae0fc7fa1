/** What the user does with the results of a run that is over. Pure data and pure transitions. */
import type { SerializedError } from '../../shared/errors';
import type { PictureUse, RestoreUse, SkippedLayer } from '../../shared/protocol';
import { writeTargetOf, type SharingChoice } from '../../shared/write-target';
import type { RunItem } from './run-state';

/** A result on its way to a place of its own. */
export type Placing =
  | { readonly status: 'placing' }
  | { readonly status: 'placed'; readonly nodeId: string }
  | { readonly status: 'failed'; readonly error: SerializedError };

/** A picture on its way back to its original. */
export type Restoring =
  | { readonly status: 'restoring' }
  /** At least one layer shows the original again; `failures` are the others. */
  | { readonly status: 'restored'; readonly failures: readonly SkippedLayer[] }
  | { readonly status: 'failed'; readonly error: SerializedError };

export interface FollowUp {
  /** By picture and layer, see `placeKey`. */
  readonly placing: Readonly<Record<string, Placing>>;
  /** By hash of the run’s picture. */
  readonly restoring: Readonly<Record<string, Restoring>>;
  /** The layer that could not be shown last. */
  readonly notShown: { readonly nodeId: string; readonly error: SerializedError } | null;
}

export const NO_FOLLOW_UP: FollowUp = { placing: {}, restoring: {}, notShown: null };

export type FollowUpAction =
  | {
      readonly type: 'follow-up/placing';
      readonly imageHash: string;
      readonly nodeId: string;
      readonly placing: Placing;
    }
  | {
      readonly type: 'follow-up/restoring';
      readonly imageHash: string;
      readonly restoring: Restoring;
    }
  | { readonly type: 'follow-up/not-shown'; readonly notShown: FollowUp['notShown'] };

export function placeKey(imageHash: string, nodeId: string): string {
  return `${imageHash} ${nodeId}`;
}

export function reduceFollowUp(followUp: FollowUp, action: FollowUpAction): FollowUp {
  switch (action.type) {
    case 'follow-up/placing': {
      const { imageHash, nodeId, placing } = action;
      const key = placeKey(imageHash, nodeId);
      return { ...followUp, notShown: null, placing: { ...followUp.placing, [key]: placing } };
    }
    case 'follow-up/restoring': {
      const { imageHash, restoring } = action;
      return { ...followUp, restoring: { ...followUp.restoring, [imageHash]: restoring } };
    }
    case 'follow-up/not-shown':
      return { ...withoutPlaced(followUp, action.notShown), notShown: action.notShown };
  }
}

/** A placed result that is gone, by undo for example, can be placed again. */
function withoutPlaced(followUp: FollowUp, notShown: FollowUp['notShown']): FollowUp {
  if (notShown?.error.code !== 'layer-gone') return followUp;
  const { nodeId, error } = notShown;
  const placing = Object.entries(followUp.placing).map(([key, step]) =>
    step.status === 'placed' && step.nodeId === nodeId
      ? ([key, { status: 'failed', error }] as const)
      : ([key, step] as const),
  );
  return { ...followUp, placing: Object.fromEntries(placing) };
}

/** Forgets what was done with a picture that is enhanced once more. */
export function withoutPicture(followUp: FollowUp, imageHash: string): FollowUp {
  const isOther = ([key]: [string, unknown]): boolean =>
    key !== imageHash && !key.startsWith(placeKey(imageHash, ''));
  return {
    placing: Object.fromEntries(Object.entries(followUp.placing).filter(isOther)),
    restoring: Object.fromEntries(Object.entries(followUp.restoring).filter(isOther)),
    notShown: null,
  };
}

/** A result, and the layers that did not take it. */
export interface Refusals {
  /** Of the result; it is in the file, so that it can be shown elsewhere. */
  readonly resultHash: string;
  /** Each layer once, though several of its paints may have refused. */
  readonly layers: readonly SkippedLayer[];
}

/** Null when every layer took the result, or when there is none. */
export function refusalsOf({ phase }: RunItem): Refusals | null {
  const refused =
    phase.status === 'done' ? phase.result : phase.status === 'failed' ? phase.refused : undefined;
  if (refused === undefined || refused.failures.length === 0) return null;
  const byId = new Map<string, SkippedLayer>();
  for (const layer of refused.failures) {
    if (!byId.has(layer.nodeId)) byId.set(layer.nodeId, layer);
  }
  return { resultHash: refused.imageHash, layers: [...byId.values()] };
}

/** What brings the original of a finished picture back: the uses that took the result, as they are now. */
export function restoreUses(item: RunItem, sharing: SharingChoice): RestoreUse[] {
  if (item.phase.status !== 'done') return [];
  const { failures } = item.phase.result;
  const { uses } = item.picture;
  const countOf = (list: readonly { readonly nodeId: string }[], nodeId: string): number =>
    list.filter((entry) => entry.nodeId === nodeId).length;
  // Failures do not say which paints of a layer; one with fewer failures than uses took the result.
  return uses
    .filter(({ nodeId }) => countOf(failures, nodeId) < countOf(uses, nodeId))
    .map((use) => asWritten(use, sharing));
}

function asWritten(use: PictureUse, sharing: SharingChoice): RestoreUse {
  const { nodeId, nodeName, property, includesHidden } = use;
  const hasLeftStyle = writeTargetOf(use, sharing) === 'detached';
  return { nodeId, nodeName, property, includesHidden, styleId: hasLeftStyle ? null : use.styleId };
}

/** What became of a picture when its run was over: done, and its original not back yet. */
export function restorableItems(items: readonly RunItem[], followUp: FollowUp): RunItem[] {
  return items.filter(({ phase, picture }) => {
    const status = followUp.restoring[picture.imageHash]?.status;
    return phase.status === 'done' && status !== 'restored' && status !== 'restoring';
  });
}
