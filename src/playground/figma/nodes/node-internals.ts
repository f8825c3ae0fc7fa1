import type { LayerRecord, PartType } from '../layer';
import type { PluginRun } from '../plugin-run';
import { isSkipped } from './traversal';

/**
 * What stands behind a node object. Kept beside the objects, not in them, so that they have the
 * members of Figma's nodes and no others: `'fills' in node` must answer as it does there.
 */
interface NodeInternals {
  readonly run: PluginRun;
  readonly id: string;
  readonly type: NodeType | PartType;
}

const INTERNALS = new WeakMap<object, NodeInternals>();

export function bindNode(node: object, internals: NodeInternals): void {
  INTERNALS.set(node, internals);
}

/** @throws Error when `node` is not a node of the stand-in. */
export function internalsOf(node: object): NodeInternals {
  const internals = INTERNALS.get(node);
  if (!internals) throw new Error('Illegal invocation: not a node');
  return internals;
}

/** The layer behind a node, for reading `member`. @throws Error when the layer was removed. */
export function layerToRead(node: object, member: string): LayerRecord {
  const { run, id } = internalsOf(node);
  run.assertRunning(member);
  const layer = run.document.layer(id);
  // With `skipInvisibleInstanceChildren`, what is hidden in an instance cannot be looked at either.
  if (!layer || isSkipped(run, id)) {
    throw new Error(`in ${member}: The node with id "${id}" does not exist`);
  }
  return layer;
}

/** The layer behind a node, for changing it. @throws Error when it was removed or is read-only. */
export function layerToWrite(node: object, member: string): LayerRecord {
  const { run } = internalsOf(node);
  run.assertEditable(member);
  const layer = layerToRead(node, member);
  for (let above: LayerRecord | undefined = layer; above;) {
    if (above.remote) {
      throw new Error(`in ${member}: Cannot write to internal and read-only node ${layer.id}`);
    }
    above = above.parentId === null ? undefined : run.document.layer(above.parentId);
  }
  return layer;
}

export function changeLayer(node: object, patch: Partial<LayerRecord>): void {
  const { run, id } = internalsOf(node);
  run.document.changeLayer(id, patch);
}
