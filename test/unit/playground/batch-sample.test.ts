import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../src/playground/figma/document';
import type { LayerSnapshot } from '../../../src/playground/figma/layer';
import { batchLayers } from '../../../src/playground/sample/batch/batch-layers';
import { batchRequest } from '../../../src/playground/sample/batch/batch-request';
import { splitSample } from '../../../src/playground/sample/sample-layer';

function pictures(layers: readonly LayerSnapshot[]): ImagePaint[] {
  return layers.flatMap(({ fills, children }) => [
    ...fills.filter((paint): paint is ImagePaint => paint.type === 'IMAGE'),
    ...pictures(children),
  ]);
}

describe('the made-up document', () => {
  it('shows every picture in several layers, in each of the ways to place one', () => {
    const hashes = Array.from({ length: 30 }, (_, index) => `hash ${index}`);
    const { specs } = splitSample(batchLayers(200, hashes));
    const paints = pictures(createDocument(specs).snapshot());
    expect(paints).toHaveLength(200);
    expect(new Set(paints.map(({ imageHash }) => imageHash))).toEqual(new Set(hashes));
    const ofOne = paints.filter(({ imageHash }) => imageHash === hashes[0]);
    expect(new Set(ofOne.map(({ scaleMode }) => scaleMode)).size).toBe(4);
  });
});

describe('the address of the playground', () => {
  it.each([
    ['', null],
    ['?document=batch', { layers: 200, pictures: 30, side: 512 }],
    ['?document=batch&layers=40&pictures=8&side=64', { layers: 40, pictures: 8, side: 64 }],
    ['?document=batch&layers=5', { layers: 5, pictures: 5, side: 512 }],
  ])('%s', (search, request) => {
    expect(batchRequest(search)).toEqual(request);
  });

  it.each([
    ['?document=novel', 'There is no document "novel". Try ?document=batch.'],
    ['?document=batch&layers=many', '"layers" in the address is a number from 1 to 10000'],
    ['?document=batch&pictures=0', '"pictures" in the address is a number from 1 to 1000'],
  ])('%s is refused with a sentence', (search, sentence) => {
    expect(() => batchRequest(search)).toThrow(sentence);
  });
});
