import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/inference/browser/png-encoder';
import { probeImage } from '../../../src/inference/image/probe';
import { createNodeCodec } from '../../../src/inference/node/codec';
import { difference, translucentGradient } from '../../support/images/pictures';

const codec = createNodeCodec();

describe('encodePng', () => {
  it('keeps every pixel of pictures of any size', async () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }))
      .chain(([width, height]) =>
        fc
          .uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
          .map((bytes) => ({ width, height, data: new Uint8ClampedArray(bytes) })),
      );
    await fc.assert(
      fc.asyncProperty(picture, async (raster) => {
        const bytes = await encodePng(raster);
        expect(probeImage(bytes)).toMatchObject({ width: raster.width, height: raster.height });
        expect(difference(raster, await codec.decode(bytes))).toEqual({ colour: 0, alpha: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it('writes more lines than are filtered at once', async () => {
    const raster = translucentGradient(700, 900);
    const bytes = await encodePng(raster);
    expect(difference(raster, await codec.decode(bytes))).toEqual({ colour: 0, alpha: 0 });
    expect(bytes.length).toBeLessThan(raster.data.length / 4);
  });
});
