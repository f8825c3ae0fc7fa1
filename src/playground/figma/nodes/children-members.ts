import { PAGE_ID } from '../document';
import { descendantIds, visibleChildIds } from './traversal';
import { internalsOf, layerToRead } from './node-internals';

type Predicate = (node: SceneNode) => boolean;

type Members = Pick<
  ChildrenMixin,
  'children' | 'findAll' | 'findOne' | 'findChildren' | 'findChild' | 'findAllWithCriteria'
>;

/** What layers with layers in them have, and the page. */
export class ChildrenMembers implements Members {
  get children(): readonly SceneNode[] {
    return Object.freeze(toNodes(this, childIdsOf(this, 'get_children')));
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
  if (id === PAGE_ID) {
    run.assertRunning(member);
    return run.document.topLevelIds;
  }
  layerToRead(node, member);
  return visibleChildIds(run, id);
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
