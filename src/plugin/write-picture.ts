import { OnestepError, serializeError, type SerializedError } from '../shared/errors';
import type { MethodParams, SkippedLayer, WriteOutcome, WriteUse } from '../shared/protocol';
import { Breather } from './breather';
import type { FigmaApi } from './figma-api';
import { refusalToWrite, type PaintList } from './holders/paint-holder';
import { keepOriginal } from './originals-keeper';
import { swapImage, type ImageSwap, type TileFactors } from './paints';
import { MAX_HOMES, RECORDS_KEY, readRecords, writeRecords, type OriginalRecord } from './records';
import { describeChange, showButtons } from './relaunch-buttons';
import { storeImage, storedSize } from './stored-image';
import { takeBack } from './take-back';
import { layerOf, ownerOf, type OwnerApi, type WriteOwner } from './write-owner';

type WriteApi = OwnerApi & Pick<FigmaApi, 'createImage' | 'createRectangle' | 'getImageByHash'>;

/**
 * Puts an enhanced picture in the place of the old one. Paints are read again at this moment and
 * matched by the old hash, because the document may have changed since the run began: a layer that
 * shows something else now is left alone. One failing layer does not keep the others from theirs.
 *
 * What belongs to one layer (the kept original, the record of it, the paints) is written in one
 * stretch wherever Figma has a setter that does not wait, so that closing the plugin leaves a layer
 * either as it was or done. Vector regions and paints beside a pattern have no such setter: there the
 * record comes first, so that the worst is a note of a picture that was never shown, which the next
 * write drops, and never a picture without its original. What the user changes about such a layer while
 * Figma still waits, Figma's setter writes over; undo brings it back. Nothing is committed here: pictures are written as they come, and the
 * whole run becomes one undo step with `run/commit`, or when the plugin is closed before that.
 *
 * @throws OnestepError when Figma does not take the bytes, see `storeImage`, or has lost the old
 * picture; nothing is written then.
 */
export async function writePicture(
  figma: WriteApi,
  { imageHash, uses, bytes, note }: MethodParams<'picture/write'>,
): Promise<WriteOutcome> {
  const image = storeImage(figma, bytes);
  const [before, after] = [await storedSize(figma, imageHash), await storedSize(figma, image.hash)];
  const swap: ImageSwap = {
    oldHash: imageHash,
    newHash: image.hash,
    scale: after.width / before.width,
  };
  const run = new WriteRun(figma, swap, describeChange(note, before, after));
  for (const use of uses) await run.write(use);
  return { imageHash: image.hash, ...run.outcome };
}

class WriteRun {
  readonly #figma: WriteApi;
  readonly #swap: ImageSwap;
  readonly #description: string;
  readonly #breather = new Breather();
  /** By place, so that a style or component that several uses share is written once. */
  readonly #written = new Map<string, SerializedError | null>();
  readonly #writtenNodeIds = new Set<string>();
  readonly #failures: SkippedLayer[] = [];
  #originalsKept = true;

  constructor(figma: WriteApi, swap: ImageSwap, description: string) {
    this.#figma = figma;
    this.#swap = swap;
    this.#description = description;
  }

  get outcome(): Pick<WriteOutcome, 'writtenNodeIds' | 'failures' | 'originalsKept'> {
    return {
      writtenNodeIds: [...this.#writtenNodeIds],
      failures: this.#failures,
      originalsKept: this.#originalsKept,
    };
  }

  /** Never rejects. */
  async write(use: WriteUse): Promise<void> {
    if (this.#breather.isDue) await this.#breather.pause();
    const error = await this.#writeOnce(use).catch(serializeError);
    if (error) {
      this.#failures.push({ nodeId: use.nodeId, nodeName: use.nodeName, error });
    } else {
      this.#writtenNodeIds.add(use.nodeId);
    }
  }

  async #writeOnce(use: WriteUse): Promise<SerializedError | null> {
    const owner = await ownerOf(this.#figma, use, use.target);
    const known = this.#written.get(owner.key);
    if (known === undefined) {
      const result = await swapIn(this.#figma, owner, this.#swap, use.includesHidden).then(
        () => null,
        serializeError,
      );
      this.#written.set(owner.key, result);
      if (result) return result;
      if (owner.home === null) this.#originalsKept = false;
    } else if (known) return known;
    const layer = await layerOf(this.#figma, use.nodeId).catch(() => null);
    if (layer) showButtons(layer, this.#description);
    return null;
  }
}

async function swapIn(
  figma: WriteApi,
  owner: WriteOwner,
  swap: ImageSwap,
  includesHidden: boolean,
): Promise<void> {
  const holder = owner.holder();
  if (!holder) throw new OnestepError('layer-changed');
  const changes = new Map<number, readonly Paint[]>();
  const tiles: TileFactors[] = [];
  let refusal: OnestepError | null = null;
  holder.lists.forEach((list, index) => {
    if (list.styleId !== owner.styleId) return;
    const swapped = swapImage(list.paints, swap, includesHidden);
    if (!swapped) return;
    // A cell or run that has to be left alone does not keep the others from theirs.
    const refused = refusalToWrite(holder, list);
    if (refused) {
      refusal = new OnestepError(refused);
      return;
    }
    changes.set(index, swapped.paints);
    tiles.push(...swapped.tiles);
  });
  if (changes.size === 0) {
    // Written already, to the component or style that this layer follows.
    if (showsNew(holder.lists, owner, swap)) return;
    throw refusal ?? reasonForNothing(holder.lists, owner, swap);
  }
  // The engine may give back what it was given; there is nothing to write or to remember then.
  if (swap.newHash === swap.oldHash) return;

  const recordsBefore = owner.data.getPluginData(RECORDS_KEY);
  let releaseAgain = (): void => undefined;
  try {
    const shown = holder.lists.map(({ paints }, index) => changes.get(index) ?? paints);
    const records = nextRecords(figma, owner, swap, tiles, shown);
    const original = records.find(({ enhanced }) => enhanced === swap.newHash)?.original;
    if (owner.home && original !== undefined) {
      releaseAgain = keepOriginal(figma, owner.home, original);
    }
    writeRecords(owner.data, records);
    const writing = holder.write(changes);
    if (writing) await writing;
  } catch (thrown) {
    takeBack(() => owner.data.setPluginData(RECORDS_KEY, recordsBefore));
    takeBack(releaseAgain);
    if (thrown instanceof OnestepError) throw thrown;
    throw new OnestepError('layer-read-only', {}, thrown);
  }
}

function showsNew(lists: readonly PaintList[], owner: WriteOwner, { newHash }: ImageSwap): boolean {
  return lists.some(
    ({ paints, styleId }) =>
      styleId === owner.styleId &&
      paints.some((paint) => paint.type === 'IMAGE' && paint.imageHash === newHash),
  );
}

function reasonForNothing(
  lists: readonly PaintList[],
  owner: WriteOwner,
  swap: ImageSwap,
): OnestepError {
  const isStyled = lists.some(
    ({ paints, styleId }) =>
      styleId !== null && owner.styleId === null && swapImage(paints, swap, true) !== null,
  );
  return new OnestepError(isStyled ? 'style-fill' : 'layer-changed');
}

/**
 * The records once `swap` is done: those that something on display still needs, and one for the way
 * back to the first original, also when the picture was enhanced before.
 */
function nextRecords(
  figma: Pick<FigmaApi, 'getImageByHash'>,
  owner: WriteOwner,
  swap: ImageSwap,
  tiles: readonly TileFactors[],
  shown: readonly (readonly Paint[])[],
): OriginalRecord[] {
  const property = owner.recordProperty;
  const records = readRecords(owner.data);
  const earlier = [
    ...records.filter((record) => record.property === property),
    ...owner.inherited,
  ].find(
    ({ enhanced, original }) =>
      enhanced === swap.oldHash && figma.getImageByHash(original) !== null,
  );
  const shownHashes = new Set(
    shown.flat().map((paint) => (paint.type === 'IMAGE' ? paint.imageHash : null)),
  );
  const kept = records.filter(
    (record) =>
      record.property !== property ||
      (record.enhanced !== swap.newHash && shownHashes.has(record.enhanced)),
  );
  // Enhanced back into what it was: nothing is left to restore.
  if (earlier?.original === swap.newHash) return kept;
  return [
    ...kept,
    {
      property,
      original: earlier?.original ?? swap.oldHash,
      enhanced: swap.newHash,
      scale: (earlier?.scale ?? 1) * swap.scale,
      tiles: distinct(
        tiles.map(([before, after]) => {
          const first = earlier?.tiles.find(([, between]) => between === before);
          return [first ? first[0] : before, after];
        }),
      ),
      styleId: earlier?.styleId ?? owner.styleId,
      keptIn: homesOf(owner, earlier),
    },
  ];
}

function homesOf({ home }: WriteOwner, earlier: OriginalRecord | undefined): string[] {
  return [...new Set([...(earlier?.keptIn ?? []), ...(home ? [home.id] : [])])].slice(-MAX_HOMES);
}

/** Many cells or runs of letters usually share a factor. */
function distinct(tiles: readonly TileFactors[]): [number | null, number][] {
  return [...new Map(tiles.map(([before, after]) => [after, before])).entries()].map(
    ([after, before]) => [before, after],
  );
}
