import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Raster } from '../../src/inference/image/raster';
import { probeImage } from '../../src/inference/image/probe';
import { createNodeCodec } from '../../src/inference/node/codec';
import { openBrowserCodec, type BrowserCodec } from '../support/browser-codec';
import { browserTestsSkipped } from '../support/chromium';
import { brokenImages, imageFixtures } from '../support/image-fixtures';
import { difference, gradient, paint, translucentGradient } from '../support/images/pictures';
import { readPicture, refusalOf } from '../support/read-picture';

const EXACT = { colour: 0, alpha: 0 };

/**
 * Levels between the two decoders. Both contain libjpeg-turbo, libwebp and exact PNG decoding, so
 * nearly all files agree in every bit; one level is left for colour profiles, CMYK and 16 bit, which
 * the two compute with tables and roundings of their own.
 */
const BETWEEN_CODECS = 1;

describe.skipIf(browserTestsSkipped)('the browser codec in a worker without origin', async () => {
  const fixtures = await imageFixtures();
  const broken = await brokenImages();
  const node = createNodeCodec();
  let browser: BrowserCodec;

  beforeAll(async () => {
    browser = await openBrowserCodec();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it('runs where the plugin runs', () => {
    expect(browser.surroundings).toEqual({ origin: 'null', isSecure: false });
  });

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'decodes %s as Node does',
    async (_, { bytes, pixels, tolerance }) => {
      const [inBrowser, inNode] = await Promise.all([
        readPicture(browser, bytes),
        readPicture(node, bytes),
      ]);
      const fromTruth = difference(pixels, inBrowser);
      expect(fromTruth.alpha).toBe(0);
      expect(fromTruth.colour).toBeLessThanOrEqual(tolerance);
      const between = difference(inBrowser, inNode);
      expect(between.alpha).toBe(0);
      expect(between.colour).toBeLessThanOrEqual(BETWEEN_CODECS);
      expect(hiddenColours(inBrowser)).toBe(0);
      expect(hiddenColours(inNode)).toBe(0);
    },
  );

  it.each(broken.map((image) => [image.name, image] as const))(
    'refuses %s',
    async (_, { bytes, code }) => {
      expect(await refusalOf(browser, bytes)).toBe(code);
    },
  );

  it('keeps the colour of every level at every alpha but 0', async () => {
    const picture = paint(256, 256, (x, y) => [x, 255 - x, (x * 7) & 255, y]);
    const inBrowser = await browser.decode(await node.encode(picture, 'png'));
    expect(difference(picture, inBrowser)).toEqual(EXACT);
    const again = await browser.encode(picture, 'png');
    expect(difference(picture, await node.decode(again))).toEqual(EXACT);
    expect(difference(picture, await browser.decode(again))).toEqual(EXACT);
  });

  it('reads pictures that are larger than one piece', async () => {
    const picture = gradient(4500, 600);
    const inBrowser = await browser.decode(await node.encode(picture, 'png'));
    expect(difference(picture, inBrowser)).toEqual(EXACT);
  });

  it('writes an opaque PNG exactly', async () => {
    const picture = gradient(61, 47);
    const bytes = await browser.encode(picture, 'png');
    expect(probeImage(bytes)).toMatchObject({ format: 'png', width: 61, height: 47 });
    expect(difference(picture, await node.decode(bytes))).toEqual(EXACT);
  });

  it.each(['jpeg', 'webp'] as const)('stays close to the picture in %s', async (format) => {
    const picture = gradient(64, 48);
    const bytes = await browser.encode(picture, format);
    expect(probeImage(bytes)).toMatchObject({ format, width: 64, height: 48 });
    const read = await browser.decode(bytes);
    expect(difference(picture, read).colour).toBeLessThanOrEqual(8);
    expect(difference(read, await node.decode(bytes))).toEqual(EXACT);
  });

  it('keeps transparency in WebP', async () => {
    const picture = translucentGradient(64, 48);
    const read = await node.decode(await browser.encode(picture, 'webp'));
    expect(difference(picture, read).alpha).toBe(0);
  });

  it('gives the same bytes for the same picture', async () => {
    for (const picture of [gradient(64, 48), translucentGradient(64, 48)]) {
      expect(await browser.encode(picture, 'png')).toEqual(await browser.encode(picture, 'png'));
    }
  });

  it('reports a picture that is too large for a canvas', async () => {
    const wide = { width: 70_000, height: 1, data: new Uint8ClampedArray(280_000).fill(255) };
    await expect(browser.encode(wide, 'jpeg')).rejects.toMatchObject({
      code: expect.stringMatching(/^(image-unencodable|engine-memory)$/),
    });
  });
});

/** How many fully transparent pixels have a colour. */
function hiddenColours({ data }: Raster): number {
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue, alpha] = data.subarray(i, i + 4);
    if (alpha === 0 && (red !== 0 || green !== 0 || blue !== 0)) count++;
  }
  return count;
}
