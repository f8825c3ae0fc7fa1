import { readFile, readdir, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../src/playground/figma/document';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import type { LayerSnapshot } from '../../../src/playground/figma/layer';
import { splitSample } from '../../../src/playground/sample/sample-layer';
import {
  SAMPLE_FILES,
  sampleLayers,
  type SampleFile,
} from '../../../src/playground/sample/sample-layers';

const FOLDER = 'src/playground/public/samples';

async function loadSample() {
  const files = new Map<SampleFile, Uint8Array>();
  for (const file of SAMPLE_FILES) files.set(file, await readFile(`${FOLDER}/${file}`));
  const split = splitSample(sampleLayers((file) => imageHashOf(files.get(file)!)));
  const document = createDocument(split.specs, { images: [...files.values()] });
  return { ...split, document, files };
}

function flatten(layers: readonly LayerSnapshot[]): LayerSnapshot[] {
  return layers.flatMap((layer) => [layer, ...flatten(layer.children)]);
}

describe('the sample document', () => {
  it('uses every sample, and has one of each thing the plugin must cope with', async () => {
    const { document, files } = await loadSample();
    const layers = flatten(document.snapshot());
    const images = layers
      .flatMap(({ fills, strokes }) => [...fills, ...strokes])
      .filter((paint): paint is ImagePaint => paint.type === 'IMAGE');
    const hashes = images.map(({ imageHash }) => imageHash);
    for (const bytes of files.values()) expect(hashes).toContain(imageHashOf(bytes));
    expect(new Set(images.map(({ scaleMode }) => scaleMode))).toEqual(
      new Set(['FILL', 'FIT', 'CROP', 'TILE']),
    );
    expect(images.some(({ imageHash }) => document.imageBytes(imageHash ?? '') === undefined)).toBe(
      true,
    );
    expect(layers.some(({ visible }) => !visible)).toBe(true);
    expect(layers.some(({ locked }) => locked)).toBe(true);
    expect(layers.some(({ strokes }) => strokes.some(({ type }) => type === 'IMAGE'))).toBe(true);
  });

  it('gives looks only to layers that exist', async () => {
    const { document, appearances } = await loadSample();
    const ids = flatten(document.snapshot()).map(({ id }) => id);
    for (const id of appearances.keys()) expect(ids).toContain(id);
  });

  it('stays small, and names the source of every picture', async () => {
    const names = (await readdir(FOLDER)).filter((name) => name !== 'SOURCES.md');
    expect(names.sort()).toEqual([...SAMPLE_FILES].sort());
    const sources = await readFile(`${FOLDER}/SOURCES.md`, 'utf8');
    for (const name of names) expect(sources).toContain(`\`${name}\``);
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(`${FOLDER}/${name}`)).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000);
  });
});
