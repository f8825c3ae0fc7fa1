import type { FigmaApi } from './figma-api';

export interface ComponentSource {
  readonly component: ComponentNode;
  /** The layer of the component, or the component itself, that the instance's layer is made from. */
  readonly layer: SceneNode;
}

/**
 * Where a layer that is part of an instance comes from; null for other layers, and where the place
 * cannot be told for certain. Ids of such layers end with the id of the layer they are made from;
 * since that is a habit of Figma rather than a promise, what is found that way has to be of the same
 * kind and inside the instance's main component.
 */
export async function componentSource(
  figma: Pick<FigmaApi, 'getNodeByIdAsync'>,
  node: SceneNode,
): Promise<ComponentSource | null> {
  const instance = instanceAround(node);
  if (!instance) return null;
  const component = await instance.getMainComponentAsync();
  if (!component) return null;
  if (instance.id === node.id) return { component, layer: component };
  const sourceId = node.id.slice(node.id.lastIndexOf(';') + 1);
  if (sourceId === node.id) return null;
  const source = await figma.getNodeByIdAsync(sourceId);
  if (!source || source.type !== node.type) return null;
  for (let above: BaseNode | null = source; above; above = above.parent) {
    if (above.id === component.id) return { component, layer: source };
  }
  return null;
}

/** As Figma shows it: the name of a variant alone is only what sets it apart, “State=Default”. */
export function componentName({ name, parent }: ComponentNode): string {
  return parent?.type === 'COMPONENT_SET' ? `${parent.name}, ${name}` : name;
}

function instanceAround(node: SceneNode): InstanceNode | null {
  for (let above: BaseNode | null = node; above; above = above.parent) {
    if (above.type === 'INSTANCE') return above;
    // A component is never inside an instance; its own layers are what others are made from.
    if (above.type === 'PAGE' || above.type === 'COMPONENT') return null;
  }
  return null;
}
