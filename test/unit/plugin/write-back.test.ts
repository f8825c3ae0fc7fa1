import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import { swapImage } from '../../../src/plugin/paints';
import { writePicture } from '../../../src/plugin/write-back';
import { SOLID, imagePaint, pluginOn, solidPng } from '../../support/plugin-fixture';

let small: Uint8Array;
let large: Uint8Array;
let oldHash: string;
let newHash: string;

beforeAll(async () => {
  small = await solidPng(10, 6, '#f00');
  large = await solidPng(40, 24, '#f00');
  [oldHash, newHash] = [imageHashOf(small), imageHashOf(large)];
});

const use = (nodeId: string, property: 'fills' | 'strokes' = 'fills') =>
  ({ nodeId, nodeName: nodeId, property }) as const;

describe('write-back', () => {
  it('replaces the hash and nothing else, in every use', async () => {
    const other = await solidPng(3, 3, '#0f0');
    const sibling = imagePaint(imageHashOf(other));
    const crop = imagePaint(oldHash, {
      scaleMode: 'CROP',
      imageTransform: [
        [0.5, 0, 0.1],
        [0, 0.5, 0.2],
      ],
      opacity: 0.5,
      blendMode: 'MULTIPLY',
      filters: { contrast: 0.3 },
    });
    const { figma, document, layer } = pluginOn(
      [
        { type: 'RECTANGLE', id: 'a', width: 7, height: 5, fills: [SOLID, crop, sibling] },
        { type: 'ELLIPSE', id: 'b', strokes: [imagePaint(oldHash, { visible: false })] },
      ],
      { images: [small, other] },
    );
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('a'), use('b', 'strokes')],
      bytes: large,
    });
    expect(outcome).toEqual({ imageHash: newHash, writtenNodeIds: ['a', 'b'], failures: [] });
    expect(layer('a')).toMatchObject({
      width: 7,
      height: 5,
      fills: [SOLID, { ...crop, imageHash: newHash }, sibling],
    });
    expect(layer('b').strokes).toEqual([imagePaint(newHash, { visible: false })]);
    expect(document.imageBytes(newHash)).toEqual(large);
  });

  it('keeps the size of a tiled pattern', async () => {
    const { figma, layer } = pluginOn(
      [
        {
          type: 'RECTANGLE',
          id: 'a',
          fills: [imagePaint(oldHash, { scaleMode: 'TILE', scalingFactor: 0.5 })],
        },
      ],
      { images: [small] },
    );
    await writePicture(figma, { imageHash: oldHash, uses: [use('a')], bytes: large });
    expect(layer('a').fills).toEqual([
      imagePaint(newHash, { scaleMode: 'TILE', scalingFactor: 0.125 }),
    ]);
  });

  it('leaves layers alone that changed, were deleted, or got a style meanwhile', async () => {
    const { figma, layer } = pluginOn(
      [
        { type: 'RECTANGLE', id: 'other', fills: [imagePaint('x')] },
        { type: 'RECTANGLE', id: 'styled', fills: [imagePaint(oldHash)], fillStyleId: 'S:1' },
        { type: 'RECTANGLE', id: 'good', fills: [imagePaint(oldHash)] },
      ],
      { images: [small], styles: [{ id: 'S:1', name: 'S', paints: [imagePaint(oldHash)] }] },
    );
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('gone'), use('other'), use('styled'), use('good')],
      bytes: large,
    });
    expect(outcome.writtenNodeIds).toEqual(['good']);
    expect(outcome.failures.map(({ nodeId, error }) => `${nodeId} ${error.code}`)).toEqual([
      'gone layer-gone',
      'other layer-changed',
      'styled style-fill',
    ]);
    expect(layer('other').fills).toEqual([imagePaint('x')]);
    expect(layer('styled').fills).toEqual([imagePaint(oldHash)]);
  });

  it('reports layers that must not be changed', async () => {
    const { figma, layer } = pluginOn(
      [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
      { images: [small], editable: false },
    );
    const outcome = await writePicture(figma, {
      imageHash: oldHash,
      uses: [use('a')],
      bytes: large,
    }).catch((error: unknown) => error);
    expect(JSON.stringify(outcome)).toMatch(/layer-read-only|result-refused/);
    expect(layer('a').fills).toEqual([imagePaint(oldHash)]);
  });

  it.each([
    ['bytes that are no picture', async () => new Uint8Array([1, 2, 3])],
    ['no bytes', async () => new Uint8Array()],
    ['a picture above 4096 px', () => solidPng(4097, 1, '#000')],
  ])('refuses %s and writes nothing', async (_, makeBytes) => {
    const { figma, layer } = pluginOn(
      [{ type: 'RECTANGLE', id: 'a', fills: [imagePaint(oldHash)] }],
      { images: [small] },
    );
    const bytes = await makeBytes();
    await expect(
      writePicture(figma, { imageHash: oldHash, uses: [use('a')], bytes }),
    ).rejects.toMatchObject({ code: 'result-refused' });
    expect(layer('a').fills).toEqual([imagePaint(oldHash)]);
  });
});

describe('swapping an image in a list of paints', () => {
  const paint = fc.oneof(
    fc.constant(SOLID),
    fc.record({ type: fc.constant('FUTURE'), secret: fc.jsonValue() }),
    fc.record(
      {
        type: fc.constant('IMAGE' as const),
        scaleMode: fc.constantFrom('FILL', 'FIT', 'CROP', 'TILE'),
        imageHash: fc.constantFrom('old', 'x', 'y', null),
        opacity: fc.double({ min: 0, max: 1 }),
        scalingFactor: fc.double({ min: 0.01, max: 100, noNaN: true }),
        future: fc.jsonValue(),
      },
      { requiredKeys: ['type', 'scaleMode', 'imageHash'] },
    ),
  );

  it('changes the old hash only, keeps order and every other field, and never the input', () => {
    fc.assert(
      fc.property(fc.array(paint), (generated) => {
        const paints = structuredClone(generated) as unknown as Paint[];
        const before = structuredClone(paints);
        const swapped = swapImage(paints, { oldHash: 'old', newHash: 'new', scale: 4 });
        expect(paints).toEqual(before);
        if (!before.some((p) => p.type === 'IMAGE' && p.imageHash === 'old')) {
          expect(swapped).toBeNull();
          return;
        }
        expect(swapped).toHaveLength(before.length);
        swapped?.forEach((after, index) => {
          const original = before[index]!;
          if (original.type !== 'IMAGE' || original.imageHash !== 'old') {
            expect(after).toEqual(original);
            return;
          }
          const expected = { ...original, imageHash: 'new' };
          if (original.scaleMode === 'TILE') {
            Object.assign(expected, { scalingFactor: (original.scalingFactor ?? 1) / 4 });
          }
          expect(after).toEqual(expected);
        });
      }),
    );
  });
});
