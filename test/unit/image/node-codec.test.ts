import { describe, expect, it } from 'vitest';
import { createNodeCodec } from '../../../src/inference/node/codec';
import { probeImage } from '../../../src/inference/image/probe';
import { brokenImages, imageFixtures } from '../../support/image-fixtures';
import { difference, gradient, paint, translucentGradient } from '../../support/images/pictures';
import { readPicture, refusalOf } from '../../support/read-picture';

const fixtures = await imageFixtures();
const broken = await brokenImages();
const codec = createNodeCodec();

describe('decoding in Node', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    async (_, { bytes, pixels, tolerance }) => {
      const read = await readPicture(codec, bytes);
      const { colour, alpha } = difference(pixels, read);
      expect(alpha).toBe(0);
      expect(colour).toBeLessThanOrEqual(tolerance);
    },
  );

  it.each(broken.map((image) => [image.name, image] as const))(
    'refuses %s',
    async (_, { bytes, code }) => {
      expect(await refusalOf(codec, bytes)).toBe(code);
    },
  );

  it('takes bytes in the middle of a larger buffer', async () => {
    const { bytes, pixels } = fixtures[0]!;
    const larger = new Uint8Array(bytes.length + 20).fill(7);
    larger.set(bytes, 9);
    const read = await codec.decode(larger.subarray(9, 9 + bytes.length));
    expect(difference(pixels, read)).toEqual({ colour: 0, alpha: 0 });
  });

  it('gives black under full transparency', async () => {
    const hidden = paint(3, 3, (x) => [200, 100, 50, x === 1 ? 0 : 255]);
    const read = await codec.decode(await codec.encode(hidden, 'png'));
    expect([...read.data.subarray(0, 8)]).toEqual([200, 100, 50, 255, 0, 0, 0, 0]);
  });
});

describe('encoding in Node', () => {
  it('keeps every colour and alpha in PNG', async () => {
    const picture = translucentGradient(256, 40);
    const bytes = await codec.encode(picture, 'png');
    expect(probeImage(bytes)).toMatchObject({ format: 'png', width: 256, height: 40 });
    expect(difference(picture, await codec.decode(bytes))).toEqual({ colour: 0, alpha: 0 });
  });

  it.each(['jpeg', 'webp'] as const)('stays close to the picture in %s', async (format) => {
    const picture = gradient(64, 48);
    const bytes = await codec.encode(picture, format);
    expect(probeImage(bytes)).toMatchObject({ format, width: 64, height: 48 });
    expect(difference(picture, await codec.decode(bytes)).colour).toBeLessThanOrEqual(8);
  });

  it('gives the same bytes for the same picture', async () => {
    const picture = translucentGradient(64, 48);
    expect(await codec.encode(picture, 'png')).toEqual(await codec.encode(picture, 'png'));
  });

  it('reports a picture that cannot be encoded', async () => {
    const wide = { width: 70_000, height: 1, data: new Uint8ClampedArray(280_000).fill(255) };
    await expect(codec.encode(wide, 'jpeg')).rejects.toMatchObject({ code: 'image-unencodable' });
  });
});
