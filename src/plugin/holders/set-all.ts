import { takeBack } from '../take-back';
import type { PaintList } from './paint-holder';

/**
 * Sets lists one after another, all or none: when a setter refuses its list, those before it get back
 * what they had.
 *
 * @throws what the setter threw
 */
export function setAll(
  lists: readonly PaintList[],
  changes: ReadonlyMap<number, readonly Paint[]>,
  set: (index: number, paints: readonly Paint[]) => void,
): void {
  const done: number[] = [];
  try {
    for (const [index, paints] of changes) {
      set(index, paints);
      done.push(index);
    }
  } catch (thrown) {
    for (const index of done) takeBack(() => set(index, lists[index]?.paints ?? []));
    throw thrown;
  }
}
