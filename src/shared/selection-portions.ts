/**
 * A selection of ten thousand layers is too much for one message: putting it together and copying it
 * over takes half a second, in which the editor stands still. It travels in portions, each of them a
 * small selection of its own.
 */
import type { Picture, Selection, SkippedLayer } from './protocol';

/** Uses and skipped layers in one portion; about 10 ms of copying in Figma's sandbox. */
const PORTION_SIZE = 100;

/** The selection in portions, in order; one that fits into a message is its own only portion. */
export function* portionsOf(selection: Selection): Generator<Selection, void> {
  let portion = new OpenPortion(selection);
  for (const picture of selection.pictures) {
    for (let start = 0; start < picture.uses.length;) {
      if (portion.room === 0) {
        yield portion.contents;
        portion = new OpenPortion(selection);
      }
      const end = start + portion.room;
      portion.addPicture({ ...picture, uses: picture.uses.slice(start, end) });
      start = end;
    }
  }
  for (const layer of selection.skipped) {
    if (portion.room === 0) {
      yield portion.contents;
      portion = new OpenPortion(selection);
    }
    portion.addSkipped(layer);
  }
  yield portion.contents;
}

/** The selection that was sent in these portions. */
export function joinPortions(portions: readonly Selection[]): Selection {
  const [first] = portions;
  if (!first) throw new RangeError('a selection has at least one portion');
  const pictures = new Map<string, Picture>();
  for (const picture of portions.flatMap((portion) => portion.pictures)) {
    const known = pictures.get(picture.imageHash);
    if (known) known.uses.push(...picture.uses);
    else pictures.set(picture.imageHash, { ...picture, uses: [...picture.uses] });
  }
  return {
    ...first,
    pictures: [...pictures.values()],
    skipped: portions.flatMap(({ skipped }) => skipped),
  };
}

class OpenPortion {
  readonly contents: Selection;
  room = PORTION_SIZE;

  constructor(whole: Selection) {
    this.contents = { ...whole, pictures: [], skipped: [] };
  }

  addPicture(picture: Picture): void {
    this.contents.pictures.push(picture);
    this.room -= picture.uses.length;
  }

  addSkipped(layer: SkippedLayer): void {
    this.contents.skipped.push(layer);
    this.room -= 1;
  }
}
