import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageHeader } from '../../../src/inference/image/header';
import { probeImage } from '../../../src/inference/image/probe';
import { OnestepError } from '../../../src/shared/errors';
import { imageFixtures } from '../../support/image-fixtures';

const fixtures = await imageFixtures();

const SIGNATURES = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
  [...Buffer.from('GIF89a')],
  [...Buffer.from('RIFF\x40\0\0\0WEBP', 'latin1')],
];

/** A header that makes sense or a coded error; anything else thrown fails the property. */
function probeSafely(bytes: Uint8Array): ImageHeader | OnestepError {
  try {
    const header = probeImage(bytes);
    expect(header.width).toBeGreaterThan(0);
    expect(header.height).toBeGreaterThan(0);
    expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(header.orientation);
    return header;
  } catch (error) {
    if (error instanceof OnestepError) return error;
    throw error;
  }
}

describe('probeImage on hostile bytes', () => {
  it('survives random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        probeSafely(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('survives random bytes after a signature', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SIGNATURES),
        fc.uint8Array({ maxLength: 2000 }),
        (start, rest) => {
          probeSafely(Uint8Array.from([...start, ...rest]));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('survives changed, inserted and missing bytes in real files', () => {
    const edit = fc.record({
      kind: fc.constantFrom('set', 'insert', 'remove'),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bytes: fc.array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xd9, 0xff), {
        minLength: 1,
        maxLength: 8,
      }),
    });
    const file = fc.constantFrom(...fixtures.map(({ bytes }) => bytes));
    fc.assert(
      fc.property(file, fc.array(edit, { minLength: 1, maxLength: 6 }), (bytes, edits) => {
        const edited = [...bytes];
        for (const { kind, at, bytes: values } of edits) {
          const offset = Math.floor(at * edited.length);
          const removed = kind === 'insert' ? 0 : values.length;
          edited.splice(offset, removed, ...(kind === 'remove' ? [] : values));
        }
        probeSafely(Uint8Array.from(edited));
      }),
      { numRuns: 3000 },
    );
  });

  it('is linear in the size of files made of the smallest parts', () => {
    const size = 8_000_000;
    const fill = (start: readonly number[], part: readonly number[]) => {
      const bytes = new Uint8Array(size);
      for (let i = 0; i < size; i++) bytes[i] = part[i % part.length]!;
      bytes.set(start);
      return bytes;
    };
    const [, jpeg, gif] = SIGNATURES as [number[], number[], number[]];
    const files = [
      fill(jpeg, [0xff]),
      fill(jpeg, [0xff, 0x00]),
      fill(jpeg, [0xff, 0xd0]),
      fill([...jpeg, 0xe0, 0, 4, 0, 0], [0xff, 0xe0, 0, 2]),
      fill([...gif, 1, 0, 1, 0, 0, 0, 0], [0x21, 0xf9, 0]),
      fill([...gif, 1, 0, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2], [1, 0x24]),
    ];
    for (const bytes of files) expect(probeSafely(bytes)).toBeInstanceOf(OnestepError);
  });
});
