import { DOCUMENT_ID } from '../document';
import { internalsOf } from './node-internals';

type Members = Pick<
  DocumentNode,
  'id' | 'type' | 'name' | 'parent' | 'removed' | 'children' | 'findAll' | 'findAllWithCriteria'
>;

/** `figma.root`. Searching it needs every page loaded first. */
export class DocumentMembers implements Members {
  get id(): string {
    return DOCUMENT_ID;
  }

  get type(): 'DOCUMENT' {
    return 'DOCUMENT';
  }

  get name(): string {
    return 'Untitled';
  }

  get parent(): null {
    return null;
  }

  get removed(): boolean {
    return false;
  }

  get children(): readonly PageNode[] {
    return Object.freeze(pagesOf(this));
  }

  findAll(
    callback: (node: PageNode | SceneNode) => boolean = () => true,
  ): (PageNode | SceneNode)[] {
    assertAllLoaded(this, 'findAll');
    return pagesOf(this)
      .flatMap((page) => [page, ...page.findAll()])
      .filter((node) => callback(node));
  }

  findAllWithCriteria<T extends NodeType[]>(
    criteria: FindAllCriteria<T>,
  ): ({ type: T[number] } & (PageNode | SceneNode))[] {
    assertAllLoaded(this, 'findAllWithCriteria');
    return pagesOf(this).flatMap((page) => page.findAllWithCriteria(criteria));
  }
}

function pagesOf(node: object): PageNode[] {
  const { run } = internalsOf(node);
  return run.document.pages.map(({ id }) => run.nodes.nodeOf(id) as PageNode);
}

function assertAllLoaded(node: object, member: string): void {
  const { run } = internalsOf(node);
  run.assertRunning(member);
  if (!run.allPagesLoaded) {
    throw new Error(
      `in ${member}: Cannot call on the document with documentAccess: dynamic-page ` +
        'before figma.loadAllPagesAsync has been called',
    );
  }
}
