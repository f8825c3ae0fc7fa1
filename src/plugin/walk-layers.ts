import { throwIfCancelled, type CancelSignal } from '../shared/cancel';
import type { Breather } from './breather';
import { isKeeper } from './originals-keeper';

export interface Walk {
  /** Ids of layers that are visited though they are hidden or locked: the user chose them. */
  readonly chosenIds: ReadonlySet<string>;
  readonly includeHiddenAndLocked: boolean;
  readonly signal: CancelSignal;
  readonly breather: Breather;
  /** Called before each turn of the editor: layers visited, and those that are known to be left. */
  onPause(visited: number, waiting: number): void;
  visit(node: SceneNode): Promise<void> | undefined;
}

/**
 * Visits layers and everything in them, each once, a layer before what is in it. Walking by hand
 * rather than `findAllWithCriteria`: that answers for a whole page in one call that nothing can
 * interrupt, and goes through hidden and locked parts which are to be left alone anyway.
 *
 * @returns number of hidden and locked layers that were left alone with all that is in them
 * @throws OnestepError `cancelled`
 */
export async function walkLayers(roots: readonly SceneNode[], walk: Walk): Promise<number> {
  const { chosenIds, includeHiddenAndLocked, signal, breather } = walk;
  const waiting = [...roots].reverse();
  const seen = new Set<string>();
  let leftAlone = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (breather.isDue) {
      walk.onPause(seen.size, waiting.length + 1);
      await breather.pause();
      throwIfCancelled(signal);
    }
    const { id } = node;
    if (seen.has(id) || node.removed) continue;
    seen.add(id);
    const mayBeLeft = !includeHiddenAndLocked && !chosenIds.has(id);
    if (mayBeLeft && (!node.visible || node.locked)) {
      if (!isKeeper(node)) leftAlone += 1;
      continue;
    }
    const visiting = walk.visit(node);
    if (visiting) {
      await visiting;
      if (node.removed) continue;
    }
    if ('children' in node) {
      const { children } = node;
      for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i]!);
    }
  }
  return leftAlone;
}
