import { descendantIds, visibleChildIds } from './traversal';
import { internalsOf, layerToRead, layerToWrite } from './node-internals';

type Predicate = (node: SceneNode) => boolean;

type Members = Pick<
  ChildrenMixin,
  | 'children'
  | 'appendChild'
  | 'findAll'
  | 'findOne'
  | 'findChildren'
  | 'findChild'
  | 'findAllWithCriteria'
>;

/** What layers with layers in them have, and the page. */
export class ChildrenMembers implements Members {
  get children(): readonly SceneNode[] {
    return Object.freeze(toNodes(this, childIdsOf(this, 'get_children')));
  }

  /** Only what lies on a page or in a frame can be moved; instances take nothing. */
  appendChild(child: SceneNode): void {
    const { run, id, type } = internalsOf(this);
    run.assertEditable('appendChild');
    if (type === 'PAGE') assertLoaded(this, 'appendChild');
    else layerToWrite(this, 'appendChild');
    const moved = layerToWrite(child, 'appendChild');
    const isInside = (layerId: string | null): boolean =>
      layerId !== null &&
      (layerId === child.id || isInside(run.document.layer(layerId)?.parentId ?? null));
    if (moved.sourceId !== null || run.document.layer(id)?.sourceId) {
      throw new Error(
        'in appendChild: Cannot move node. New parent is an instance or is inside of one',
      );
    }
    if (isInside(id)) throw new Error('in appendChild: A layer cannot be moved into itself');
    const pageId = type === 'PAGE' ? id : run.document.layer(id)!.pageId;
    run.document.moveLayer(child.id, { pageId, parentId: type === 'PAGE' ? null : id });
  }

  findAll(callback: Predicate = () => true): SceneNode[] {
    return toNodes(this, allIdsOf(this, 'findAll')).filter((node) => callback(node));
  }

  findOne(callback: Predicate): SceneNode | null {
    return toNodes(this, allIdsOf(this, 'findOne')).find((node) => callback(node)) ?? null;
  }

  findChildren(callback: Predicate = () => true): SceneNode[] {
    return toNodes(this, childIdsOf(this, 'findChildren')).filter((node) => callback(node));
  }

  findChild(callback: Predicate): SceneNode | null {
    return toNodes(this, childIdsOf(this, 'findChild')).find((node) => callback(node)) ?? null;
  }

  findAllWithCriteria<T extends NodeType[]>(
    criteria: FindAllCriteria<T>,
  ): ({ type: T[number] } & SceneNode)[] {
    const { types, pluginData } = criteria;
    const found = toNodes(this, allIdsOf(this, 'findAllWithCriteria')).filter(
      (node) =>
        (types === undefined || types.includes(node.type)) &&
        (pluginData === undefined || hasPluginData(node, pluginData.keys)),
    );
    return found as ({ type: T[number] } & SceneNode)[];
  }
}

function childIdsOf(node: object, member: string): readonly string[] {
  const { run, id } = internalsOf(node);
  if (internalsOf(node).type === 'PAGE') {
    run.assertRunning(member);
    assertLoaded(node, member);
    return run.document.topLevelIds(id);
  }
  layerToRead(node, member);
  return visibleChildIds(run, id);
}

function assertLoaded(node: object, member: string): void {
  const { run, id } = internalsOf(node);
  if (run.loadedPageIds.has(id)) return;
  throw new Error(
    `in ${member}: Cannot access a page that is not loaded with documentAccess: dynamic-page. ` +
      'Call and await page.loadAsync first.',
  );
}

function allIdsOf(node: object, member: string): string[] {
  return descendantIds(internalsOf(node).run, childIdsOf(node, member));
}

function toNodes(node: object, ids: readonly string[]): SceneNode[] {
  const { nodes } = internalsOf(node).run;
  return ids.map((id) => nodes.layerNode(id));
}

/** No keys means any. */
function hasPluginData(node: SceneNode, keys: readonly string[] | undefined): boolean {
  const present = node.getPluginDataKeys();
  return keys === undefined ? present.length > 0 : keys.some((key) => present.includes(key));
}
