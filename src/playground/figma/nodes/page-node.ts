import { DOCUMENT_ID } from '../document';
import type { PageRecord } from '../document-state';
import { withPluginData } from '../plugin-data';
import { internalsOf } from './node-internals';

type Members = Pick<
  PageNode,
  | 'id'
  | 'type'
  | 'name'
  | 'parent'
  | 'removed'
  | 'selection'
  | 'loadAsync'
  | 'setPluginData'
  | 'getPluginData'
  | 'getPluginDataKeys'
>;

/** A page. Only the one on display has a selection here. */
export class PageMembers implements Members {
  get id(): string {
    return internalsOf(this).id;
  }

  get type(): 'PAGE' {
    return 'PAGE';
  }

  get name(): string {
    return pageToRead(this, 'get_name').name;
  }

  get removed(): boolean {
    return false;
  }

  get parent(): PageNode['parent'] {
    return internalsOf(this).run.nodes.nodeOf(DOCUMENT_ID) as PageNode['parent'];
  }

  get selection(): readonly SceneNode[] {
    const { run, id } = internalsOf(this);
    pageToRead(this, 'get_selection');
    const selected = id === run.document.currentPageId ? run.document.selection : [];
    return Object.freeze(selected.map((layerId) => run.nodes.layerNode(layerId)));
  }
  set selection(nodes: readonly SceneNode[]) {
    const { run, id } = internalsOf(this);
    run.assertRunning('set_selection');
    if (!Array.isArray(nodes)) throw new Error('in set_selection: Expected an array of nodes');
    const ids = nodes.map((node: SceneNode) => node.id);
    const missing = ids.find((layerId) => run.document.layer(layerId) === undefined);
    if (missing !== undefined) {
      throw new Error(`in set_selection: The node with id "${missing}" does not exist`);
    }
    if (ids.some((layerId) => run.document.layer(layerId)?.pageId !== id)) {
      throw new Error('in set_selection: The selection of a page must be on that page');
    }
    run.document.select(ids);
  }

  async loadAsync(): Promise<void> {
    const { run, id } = internalsOf(this);
    run.assertRunning('loadAsync');
    // A page arrives later, never during the call.
    await null;
    run.loadedPageIds.add(id);
  }

  // As on layers, allowed without the right to edit.

  setPluginData(key: string, value: string): void {
    const { run, id } = internalsOf(this);
    const { pluginData } = pageToRead(this, 'setPluginData');
    run.document.changePage(id, { pluginData: withPluginData(pluginData, key, value) });
  }

  getPluginData(key: string): string {
    return pageToRead(this, 'getPluginData').pluginData[key] ?? '';
  }

  getPluginDataKeys(): string[] {
    return Object.keys(pageToRead(this, 'getPluginDataKeys').pluginData);
  }
}

function pageToRead(node: object, member: string): PageRecord {
  const { run, id } = internalsOf(node);
  run.assertRunning(member);
  return run.document.page(id)!;
}
