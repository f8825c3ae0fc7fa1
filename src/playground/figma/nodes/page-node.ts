import { DOCUMENT_ID, PAGE_ID } from '../document';
import { internalsOf } from './node-internals';

type Members = Pick<
  PageNode,
  'id' | 'type' | 'name' | 'parent' | 'removed' | 'selection' | 'loadAsync'
>;

/** The one page of the document. */
export class PageMembers implements Members {
  get id(): string {
    return PAGE_ID;
  }

  get type(): 'PAGE' {
    return 'PAGE';
  }

  get name(): string {
    return 'Page 1';
  }

  get removed(): boolean {
    return false;
  }

  get parent(): PageNode['parent'] {
    return internalsOf(this).run.nodes.nodeOf(DOCUMENT_ID) as PageNode['parent'];
  }

  get selection(): readonly SceneNode[] {
    const { run } = internalsOf(this);
    run.assertRunning('get_selection');
    return Object.freeze(run.document.selection.map((id) => run.nodes.layerNode(id)));
  }
  set selection(nodes: readonly SceneNode[]) {
    const { run } = internalsOf(this);
    run.assertRunning('set_selection');
    if (!Array.isArray(nodes)) throw new Error('in set_selection: Expected an array of nodes');
    const ids = nodes.map((node: SceneNode) => node.id);
    const missing = ids.find((id) => run.document.layer(id) === undefined);
    if (missing !== undefined) {
      throw new Error(`in set_selection: The node with id "${missing}" does not exist`);
    }
    run.document.select(ids);
  }

  async loadAsync(): Promise<void> {
    internalsOf(this).run.assertRunning('loadAsync');
  }
}
