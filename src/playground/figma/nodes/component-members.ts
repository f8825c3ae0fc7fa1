import { layerToRead } from './node-internals';

type Members = Pick<ComponentNode, 'remote' | 'key'>;

export class ComponentMembers implements Members {
  get remote(): boolean {
    return layerToRead(this, 'get_remote').remote;
  }

  get key(): string {
    return layerToRead(this, 'get_key').id;
  }
}
