import { changeLayer, layerToWrite } from './node-internals';

/** Figma's smallest side of a layer. */
const MIN_SIDE_PX = 0.01;

type Members = Pick<RectangleNode, 'resize' | 'resizeWithoutConstraints'>;

export class ResizeMembers implements Members {
  resize(width: number, height: number): void {
    resizeLayer(this, 'resize', width, height);
  }

  resizeWithoutConstraints(width: number, height: number): void {
    resizeLayer(this, 'resizeWithoutConstraints', width, height);
  }
}

function resizeLayer(node: object, member: string, width: number, height: number): void {
  layerToWrite(node, member);
  if (!(width >= MIN_SIDE_PX && height >= MIN_SIDE_PX && Number.isFinite(width + height))) {
    throw new Error(`in ${member}: Expected sides of at least ${MIN_SIDE_PX}`);
  }
  changeLayer(node, { width, height });
}
