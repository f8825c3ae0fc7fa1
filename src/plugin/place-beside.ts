import { OnestepError } from '../shared/errors';
import type { MethodParams, Placement } from '../shared/protocol';
import type { FigmaApi } from './figma-api';
import { homeOf, type KeeperHome } from './originals-keeper';
import { storedSize } from './stored-image';
import { layerOf } from './write-owner';

/** Free space between a layer and what is placed beside it. */
const GAP_PX = 40;

type PlaceApi = Pick<
  FigmaApi,
  | 'createRectangle'
  | 'currentPage'
  | 'editorType'
  | 'getImageByHash'
  | 'getNodeByIdAsync'
  | 'viewport'
>;

/**
 * Shows a result on a new rectangle, of the same size and with the same crop as the layer that it was
 * made for, at the top of the page: inside the layer's parent it could push other layers aside. Where
 * the layer is gone, the rectangle comes to the middle of the view. Does not commit.
 *
 * @throws OnestepError `image-missing`, `image-timeout`, `place-unsupported`, `layer-read-only`
 */
export async function placeBeside(
  figma: PlaceApi,
  { imageHash, replacedHash, nodeId, nodeName, placement }: MethodParams<'picture/place-beside'>,
): Promise<{ nodeId: string }> {
  const after = await storedSize(figma, imageHash);
  const before = await storedSize(figma, replacedHash).catch(() => after);
  const layer = await layerOf(figma, nodeId);
  const home = homeOf(figma, layer ?? figma.currentPage);
  if (!home) throw new OnestepError('place-unsupported');
  if (home.type === 'PAGE') await home.loadAsync();
  const width = Math.max(1, placement.width);
  const height = Math.max(1, placement.height);
  try {
    const rectangle = figma.createRectangle();
    rectangle.name = `${nodeName} (enhanced)`;
    rectangle.resize(width, height);
    if (rectangle.parent?.id !== home.id) home.appendChild(rectangle);
    const { x, y } = positionBeside(layer, home) ?? {
      x: figma.viewport.center.x - width / 2,
      y: figma.viewport.center.y - height / 2,
    };
    rectangle.x = x;
    rectangle.y = y;
    rectangle.fills = [paintFor(imageHash, placement, after.width / before.width)];
    return { nodeId: rectangle.id };
  } catch (thrown) {
    throw new OnestepError('layer-read-only', {}, thrown);
  }
}

function positionBeside(layer: SceneNode | null, home: KeeperHome): Vector | null {
  const box = layer?.absoluteBoundingBox;
  if (!box) return null;
  // Children of a slide are placed relative to it, those of a page are not.
  const origin = home.type === 'PAGE' ? null : home.absoluteBoundingBox;
  return {
    x: box.x + box.width + GAP_PX - (origin?.x ?? 0),
    y: box.y - (origin?.y ?? 0),
  };
}

function paintFor(imageHash: string, placement: Placement, scale: number): ImagePaint {
  const { scaleMode, imageTransform, scalingFactor, rotation } = placement;
  return {
    type: 'IMAGE',
    imageHash,
    scaleMode,
    ...(scaleMode === 'CROP' && imageTransform && { imageTransform }),
    ...(scaleMode === 'TILE' && { scalingFactor: (scalingFactor ?? 1) / scale }),
    ...(scaleMode !== 'CROP' && rotation !== 0 && { rotation }),
  };
}
