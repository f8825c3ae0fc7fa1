import type { Picture, PictureUse, WriteTarget, WriteUse } from '../../src/shared/protocol';

/** A use as the sandbox reports it of an ordinary layer, 100 px square. */
export function pictureUse(
  nodeId: string,
  nodeName: string,
  changes: Partial<PictureUse> = {},
): PictureUse {
  return {
    nodeId,
    nodeName,
    property: 'fills',
    styleId: null,
    includesHidden: false,
    placements: [
      {
        width: 100,
        height: 100,
        scaleMode: 'FILL',
        imageTransform: null,
        scalingFactor: null,
        rotation: 0,
      },
    ],
    style: null,
    component: null,
    originalHash: null,
    originalCanBeKept: true,
    ...changes,
  };
}

/** A picture as the sandbox reports it, never enhanced before. */
export function pictureOf(
  imageHash: string,
  width: number,
  height: number,
  uses: readonly PictureUse[],
): Picture {
  return { imageHash, width, height, uses: [...uses], original: null };
}

/** What is sent back of a use when its picture is written. */
export function writeUse(use: PictureUse, target: WriteTarget = 'layer'): WriteUse {
  const { nodeId, nodeName, property, styleId, includesHidden } = use;
  return { nodeId, nodeName, property, styleId, includesHidden, target };
}
