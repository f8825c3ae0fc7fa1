import type { Appearances } from '../canvas/layer-appearance';
import { createDocument, type StandInDocument } from '../figma/document';
import { imageHashOf } from '../figma/image-store';
import { splitSample } from './sample-layer';
import { SAMPLE_FILES, sampleLayers, type SampleFile } from './sample-layers';

export interface Sample {
  readonly document: StandInDocument;
  readonly appearances: Appearances;
}

/** The document that the playground opens with. */
export async function loadSample(): Promise<Sample> {
  const files = new Map<SampleFile, Uint8Array>(
    await Promise.all(
      SAMPLE_FILES.map(async (file) => [file, await readBytes(`/samples/${file}`)] as const),
    ),
  );
  const { specs, appearances } = splitSample(
    sampleLayers((file) => imageHashOf(files.get(file) ?? new Uint8Array())),
  );
  const document = createDocument(specs, { images: [...files.values()] });
  return { document, appearances };
}

async function readBytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`${address} is missing (${response.status}): run npm run build`);
  return new Uint8Array(await response.arrayBuffer());
}
