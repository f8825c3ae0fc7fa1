import { describe, expect, it } from 'vitest';
import { checkSourceLimits, probeImage } from '../../../src/inference/image/probe';
import { MAX_SOURCE_PIXELS } from '../../../src/shared/limits';
import { brokenImages, imageFixtures } from '../../support/image-fixtures';
import { writeExif } from '../../support/images/exif-writer';
import { exifSegment, insertSegment, writeFlatJpeg } from '../../support/images/jpeg-writer';
import { writePng } from '../../support/images/png-writer';

const fixtures = await imageFixtures();
const broken = await brokenImages();

/** Codes that only the data of a picture can bring up, when it is decoded. */
const DECODER_CODES = ['image-undecodable'];

describe('probeImage', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'reads %s',
    (_, { bytes, header }) => {
      expect(probeImage(bytes)).toEqual(header);
    },
  );

  it.each(
    broken
      .filter(({ code }) => !DECODER_CODES.includes(code))
      .map((image) => [image.name, image] as const),
  )('refuses %s', (_, { bytes, code }) => {
    expect(() => checkSourceLimits(probeImage(bytes), MAX_SOURCE_PIXELS)).toThrow(
      expect.objectContaining({ name: 'OnestepError', code }),
    );
  });

  it('reads bytes in the middle of a larger buffer', () => {
    const { bytes, header } = fixtures[0]!;
    const larger = new Uint8Array(bytes.length + 20).fill(0xff);
    larger.set(bytes, 9);
    expect(probeImage(larger.subarray(9, 9 + bytes.length))).toEqual(header);
  });

  it('refuses every shorter part of a file', () => {
    for (const { name, bytes } of [
      ...fixtures.filter((fixture) => !/bytes after|followed by|gif/.test(fixture.name)),
    ]) {
      for (let length = 0; length < bytes.length; length++) {
        const code = length === 0 ? 'image-empty' : 'image-truncated';
        expect(codeOf(bytes.subarray(0, length)), `${name}, first ${length} bytes`).toBe(code);
      }
    }
  });

  it('takes a GIF that lacks its trailer only, and refuses every shorter part', () => {
    const { bytes } = fixtures.find(({ name }) => name === 'gif')!;
    expect(codeOf(bytes.subarray(0, -1))).toBe(undefined);
    for (let length = 1; length < bytes.length - 1; length++) {
      expect(codeOf(bytes.subarray(0, length)), `first ${length} bytes`).toBe('image-truncated');
    }
  });
});

describe('orientation', () => {
  const plain = writeFlatJpeg(2, 1, () => [80]);
  const withExif = (...blocks: Uint8Array[]) =>
    blocks.reduceRight((jpeg, exif) => insertSegment(jpeg, 0xe1, exifSegment(exif)), plain);

  it('is that of the first EXIF block', () => {
    expect(probeImage(withExif(writeExif(6), writeExif(3))).orientation).toBe(6);
  });

  it.each([0, 9, 77])('is upright for the value %i', (value) => {
    expect(probeImage(withExif(writeExif(value))).orientation).toBe(1);
  });

  it('counts in a PNG only before the picture', () => {
    const gray = { width: 4, height: 2, colourType: 0, bitDepth: 8, samples: () => [9] } as const;
    const chunks = [{ type: 'eXIf', data: writeExif(8) }];
    expect(probeImage(writePng({ ...gray, chunks })).orientation).toBe(8);
    expect(probeImage(writePng({ ...gray, chunksAfter: chunks })).orientation).toBe(1);
  });

  it('survives an entry count far beyond the block', () => {
    const exif = writeExif(6);
    exif.set([0xff, 0xff, 0, 0], 8);
    expect(probeImage(withExif(exif)).orientation).toBe(1);
  });
});

describe('checkSourceLimits', () => {
  const header = { format: 'png', orientation: 1, animated: false } as const;

  it('takes exactly as many pixels as allowed', () => {
    expect(() => checkSourceLimits({ ...header, width: 50, height: 20 }, 1000)).not.toThrow();
  });

  it('names the size and the limit', () => {
    expect(() =>
      checkSourceLimits({ ...header, width: 60_000, height: 50_000 }, MAX_SOURCE_PIXELS),
    ).toThrow(
      expect.objectContaining({
        code: 'image-too-large',
        details: { width: 60_000, height: 50_000, limit: '100 megapixels' },
      }),
    );
  });

  it('refuses animations', () => {
    expect(() => checkSourceLimits({ ...header, width: 1, height: 1, animated: true }, 9)).toThrow(
      expect.objectContaining({ code: 'image-animated' }),
    );
  });
});

function codeOf(bytes: Uint8Array): unknown {
  try {
    probeImage(bytes);
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
