import { OnestepError, serializeError } from '../shared/errors';
import type { MethodParams, PictureUse, SkippedLayer, WriteOutcome } from '../shared/protocol';
import type { FigmaApi } from './figma-api';
import { paintsOf, setPaintsAsync, styleIdOf, type PaintHolder } from './paint-holder';
import { hasShader, swapImage, type ImageSwap } from './paints';

type WriteApi = Pick<FigmaApi, 'createImage' | 'getImageByHash' | 'getNodeByIdAsync'>;

/**
 * Puts an enhanced picture in the place of the old one. Paints are read again at this moment and
 * matched by the old hash, because the document may have changed since the run began: a layer that
 * shows something else now is left alone. One failing layer does not keep the others from theirs.
 *
 * @throws OnestepError `result-refused` when Figma does not take the bytes; nothing is written then.
 */
export async function writePicture(
  figma: WriteApi,
  { imageHash, uses, bytes }: MethodParams<'picture/write'>,
): Promise<WriteOutcome> {
  const image = createImage(figma, bytes);
  const swap: ImageSwap = {
    oldHash: imageHash,
    newHash: image.hash,
    scale: await scaleBetween(figma.getImageByHash(imageHash), image),
  };
  const writtenNodeIds = new Set<string>();
  const failures: SkippedLayer[] = [];
  for (const use of uses) {
    try {
      await writeUse(figma, use, swap);
      writtenNodeIds.add(use.nodeId);
    } catch (thrown) {
      failures.push({
        nodeId: use.nodeId,
        nodeName: use.nodeName,
        error: serializeError(thrown),
      });
    }
  }
  return {
    imageHash: writtenNodeIds.size > 0 ? image.hash : null,
    writtenNodeIds: [...writtenNodeIds],
    failures,
  };
}

function createImage(figma: WriteApi, bytes: Uint8Array): Image {
  try {
    return figma.createImage(bytes);
  } catch (thrown) {
    throw new OnestepError('result-refused', {}, thrown);
  }
}

async function scaleBetween(before: Image | null, after: Image): Promise<number> {
  if (!before) throw new OnestepError('image-missing');
  const [old, enhanced] = [await before.getSizeAsync(), await after.getSizeAsync()];
  return enhanced.width / old.width;
}

async function writeUse(figma: WriteApi, use: PictureUse, swap: ImageSwap): Promise<void> {
  const node = await figma.getNodeByIdAsync(use.nodeId);
  if (!node || node.removed || node.type === 'PAGE' || node.type === 'DOCUMENT') {
    throw new OnestepError('layer-gone');
  }
  const holder: PaintHolder = node;
  const paints = paintsOf(holder, use.property);
  if (paints === null || paints === 'mixed') throw new OnestepError('layer-changed');
  const swapped = swapImage(paints, swap);
  if (!swapped) throw new OnestepError('layer-changed');
  if (styleIdOf(holder, use.property) !== null) throw new OnestepError('style-fill');
  if (hasShader(paints)) throw new OnestepError('shader-fill');
  try {
    await setPaintsAsync(holder, use.property, swapped);
  } catch (thrown) {
    throw new OnestepError('layer-read-only', {}, thrown);
  }
}
