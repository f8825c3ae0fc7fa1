import { dynamicPageError } from './dynamic-page';
import { internalsOf, layerToRead } from './node-internals';

type Members = Pick<InstanceNode, 'mainComponent' | 'getMainComponentAsync'>;

export class InstanceMembers implements Members {
  get mainComponent(): ComponentNode | null {
    throw dynamicPageError('get_mainComponent', 'node.getMainComponentAsync');
  }

  async getMainComponentAsync(): Promise<ComponentNode | null> {
    const { mainComponentId } = layerToRead(this, 'getMainComponentAsync');
    const { run } = internalsOf(this);
    if (mainComponentId === null) return null;
    return run.nodes.nodeOf(mainComponentId) as ComponentNode | null;
  }
}
