import { createDocument } from '../../figma/document';
import { imageHashOf } from '../../figma/image-store';
import type { Sample } from '../load-sample';
import { splitSample } from '../sample-layer';
import { batchLayers } from './batch-layers';
import type { BatchRequest } from './batch-request';
import { drawPicture } from './draw-picture';

/** A document to try batches on, drawn on the spot. */
export async function loadBatch({ layers, pictures, side }: BatchRequest): Promise<Sample> {
  const images: Uint8Array[] = [];
  for (let index = 0; index < pictures; index++) images.push(await drawPicture(index, side));
  const { specs, appearances } = splitSample(batchLayers(layers, images.map(imageHashOf)));
  return { document: createDocument(specs, { images }), appearances };
}
