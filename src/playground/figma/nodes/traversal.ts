import { PART_TYPES } from '../layer';
import type { PluginRun } from '../plugin-run';

/**
 * The layers in one layer or, for the page, at the top, as a plugin sees them: with
 * `skipInvisibleInstanceChildren`, what is hidden inside an instance does not exist.
 */
export function visibleChildIds(run: PluginRun, id: string): string[] {
  const childIds = run.document.layer(id)?.childIds ?? [];
  return childIds.filter((child) => !isSkipped(run, child) && !isPart(run, child));
}

/** Cells of a table and labels have their own ways in, such as `cellAt` and `text`. */
export function isPart(run: PluginRun, id: string): boolean {
  return PART_TYPES.some((type) => type === run.document.layer(id)?.type);
}

/** True for a hidden layer inside an instance while those are skipped. */
export function isSkipped(run: PluginRun, id: string): boolean {
  if (!run.skipInvisibleInstanceChildren) return false;
  let isHidden = false;
  for (let layer = run.document.layer(id); layer;) {
    isHidden ||= !layer.visible;
    const parent = layer.parentId === null ? undefined : run.document.layer(layer.parentId);
    if (parent?.type === 'INSTANCE' && isHidden) return true;
    layer = parent;
  }
  return false;
}

/** Everything below, in the order Figma walks: a layer before what is in it. */
export function descendantIds(run: PluginRun, childIds: readonly string[]): string[] {
  return childIds.flatMap((id) => [id, ...descendantIds(run, visibleChildIds(run, id))]);
}
