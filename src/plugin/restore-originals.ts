import type { CancelSignal } from '../shared/cancel';
import { OnestepError, serializeError } from '../shared/errors';
import type { RestoreOutcome, RestoreUse, SkippedLayer } from '../shared/protocol';
import { isSameValue } from '../shared/same-value';
import { Breather } from './breather';
import { componentSource } from './component-source';
import { findPictures } from './find-pictures';
import { refusalToWrite, type PaintHolder } from './holders/paint-holder';
import { paintStyle } from './layer-pictures';
import { releaseIn } from './originals-keeper';
import { unswapImage } from './paints';
import { RECORDS_KEY, readRecords, writeRecords, type OriginalRecord } from './records';
import { removeButtons } from './relaunch-buttons';
import { storedSize } from './stored-image';
import { takeBack } from './take-back';
import { layerOf, layerOwner, ownerOf, type OwnerApi, type WriteOwner } from './write-owner';

type RestoreApi = OwnerApi & Parameters<typeof findPictures>[0] & Parameters<typeof releaseIn>[0];

/**
 * Brings the originals back, exactly: every paint that shows an enhanced picture gets its first hash
 * again, tiles their factor, and a layer that left its style for it follows the style again. Then lets
 * go of what was kept for this. Does not commit.
 *
 * @param uses null for everything at and below the selection
 * @throws OnestepError `cancelled` while the selection is read; nothing is changed then
 */
export async function restoreOriginals(
  figma: RestoreApi,
  uses: readonly RestoreUse[] | null,
  signal: CancelSignal,
): Promise<RestoreOutcome> {
  const breather = new Breather();
  const restoredNodeIds = new Set<string>();
  const failures: SkippedLayer[] = [];
  const homeIds = new Set<string>();
  const done = new Set<string>();
  const fail = ({ nodeId, nodeName }: RestoreUse, thrown: unknown): void => {
    failures.push({ nodeId, nodeName, error: serializeError(thrown) });
  };

  // Owners first: once a style or component is restored, the layers that follow it cannot be traced.
  const owned: (readonly [RestoreUse, WriteOwner])[] = [];
  for (const use of uses ?? (await enhancedUses(figma, signal))) {
    if (breather.isDue) await breather.pause();
    try {
      owned.push([use, await recordOwnerOf(figma, use)]);
    } catch (thrown) {
      fail(use, thrown);
    }
  }
  for (const [use, owner] of owned) {
    if (breather.isDue) await breather.pause();
    const { nodeId } = use;
    try {
      // A style that several layers follow is restored once, for all of them.
      if (!done.has(owner.key)) {
        for (const { keptIn } of await swapBack(figma, owner)) {
          for (const id of keptIn) homeIds.add(id);
        }
      }
      done.add(owner.key);
    } catch (thrown) {
      fail(use, thrown);
      continue;
    }
    restoredNodeIds.add(nodeId);
    if (owner.home) homeIds.add(owner.home.id);
    const layer = await layerOf(figma, nodeId).catch(() => null);
    if (layer && readRecords(layer).length === 0) removeButtons(layer);
  }
  for (const id of homeIds) await releaseIn(figma, id);
  return { restoredNodeIds: [...restoredNodeIds], failures };
}

async function enhancedUses(figma: RestoreApi, signal: CancelSignal): Promise<RestoreUse[]> {
  const { pictures } = await findPictures(
    figma,
    // What was hidden or locked since it was enhanced, or was enhanced so, comes back as well.
    { area: 'selection', includeHiddenAndLocked: true },
    { signal, reportProgress: () => undefined },
  );
  return pictures.flatMap(({ uses }) => uses.filter(({ originalHash }) => originalHash !== null));
}

/** Who remembers the original: the style that the paints follow, the layer, or its main component. */
async function recordOwnerOf(figma: RestoreApi, use: RestoreUse): Promise<WriteOwner> {
  const style = use.styleId === null ? null : await paintStyle(figma, use.styleId);
  if (style && !style.remote && readRecords(style).length > 0) {
    return ownerOf(figma, use, 'style');
  }
  const node = await layerOf(figma, use.nodeId);
  if (!node) throw new OnestepError('layer-gone');
  const own = await layerOwner(figma, node, use.property, use.styleId);
  const source = await componentSource(figma, node);
  if (source && !source.component.remote && use.styleId === null) {
    const ofSource = await layerOwner(figma, source.layer, use.property, null);
    // Written to the component, the layer here only follows; it may even show the same records.
    if (recordsOnDisplay(ofSource).length > 0 && isFollowing(own, ofSource)) return ofSource;
  }
  return own;
}

function isFollowing(own: WriteOwner, source: WriteOwner): boolean {
  const [here, there] = [own.holder(), source.holder()];
  return (
    here !== null &&
    there !== null &&
    isSameValue(
      here.lists.map(({ paints }) => paints),
      there.lists.map(({ paints }) => paints),
    )
  );
}

/** Those of the records, which are the owner's, whose enhanced picture is there to be replaced. */
function recordsOnDisplay(
  owner: WriteOwner,
  records: readonly OriginalRecord[] = readRecords(owner.data),
): OriginalRecord[] {
  const lists = owner.holder()?.lists ?? [];
  return records.filter(
    (record) =>
      record.property === owner.recordProperty &&
      lists.some(
        ({ paints, styleId }) => styleId === owner.styleId && unswapImage(paints, record) !== null,
      ),
  );
}

/**
 * @returns the records that were needed for it
 * @throws OnestepError when the originals cannot be shown exactly as before; then the layer shows the
 * enhanced pictures with their records or, where somebody changed it meanwhile, has neither
 */
async function swapBack(figma: RestoreApi, owner: WriteOwner): Promise<OriginalRecord[]> {
  const records = recordsOnDisplay(owner);
  if (records.length === 0) throw new OnestepError('original-unknown');
  for (const { original } of records) {
    await storedSize(figma, original).catch((thrown: unknown) => {
      throw new OnestepError('original-missing', {}, thrown);
    });
  }
  // From here to the write nothing waits.
  const holder = owner.holder();
  if (!holder) throw new OnestepError('layer-changed');
  const changes = new Map<number, readonly Paint[]>();
  const styles = new Map<number, string>();
  holder.lists.forEach((list, index) => {
    const { paints, styleId } = list;
    if (styleId !== owner.styleId) return;
    const restored = records.reduce<readonly Paint[]>((before, record) => {
      const unswapped = unswapImage(before, record);
      if (unswapped && record.styleId !== null) styles.set(index, record.styleId);
      return unswapped ?? before;
    }, paints);
    if (restored === paints) return;
    const refusal = refusalToWrite(holder, list);
    if (refusal) throw new OnestepError(refusal);
    changes.set(index, restored);
  });
  if (changes.size === 0) throw new OnestepError('layer-changed');
  const left = readRecords(owner.data).filter(
    (record) => !records.some((restored) => isSameValue(restored, record)),
  );
  const recordsBefore = owner.data.getPluginData(RECORDS_KEY);
  try {
    writeRecords(owner.data, left);
    const writing = holder.write(changes);
    if (writing) await writing;
    for (const [index, styleId] of styles) {
      const style = await paintStyle(figma, styleId);
      if (style && isSameValue(style.paints, changes.get(index))) {
        await holder.attach?.(index, styleId);
      }
    }
  } catch (thrown) {
    await showAgain(owner, holder, changes);
    // What is on display decides what is noted: nothing for pictures that are not there any more.
    if (recordsOnDisplay(owner, records).length > 0) {
      takeBack(() => owner.data.setPluginData(RECORDS_KEY, recordsBefore));
    }
    throw new OnestepError('layer-read-only', {}, thrown);
  }
  return records;
}

/** Puts back what lists showed before they were written, unless they were changed meanwhile. */
async function showAgain(
  owner: WriteOwner,
  before: PaintHolder,
  written: ReadonlyMap<number, readonly Paint[]>,
): Promise<void> {
  try {
    const now = owner.holder();
    const isAsWritten = before.lists.every(({ paints }, index) =>
      isSameValue(now?.lists[index]?.paints, written.get(index) ?? paints),
    );
    if (!now || !isAsWritten) return;
    await now.write(
      new Map([...written.keys()].map((index) => [index, before.lists[index]?.paints ?? []])),
    );
  } catch {
    // Nothing else can be done: the originals stay on display.
  }
}
