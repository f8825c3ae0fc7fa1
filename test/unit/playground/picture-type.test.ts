import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { pictureTypeOf } from '../../../src/playground/import/picture-type';

const SAMPLES = 'src/playground/public/samples';

describe('pictureTypeOf', () => {
  it.each([
    ['logo.png', 'image/png'],
    ['cat.jpg', 'image/jpeg'],
    ['spinner.gif', 'image/gif'],
    ['SOURCES.md', undefined],
  ])('sees what %s is', async (file, type) => {
    expect(pictureTypeOf(await readFile(`${SAMPLES}/${file}`))).toBe(type);
  });

  it('knows WebP, but not every RIFF file', () => {
    expect(pictureTypeOf(Buffer.from('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
    expect(pictureTypeOf(Buffer.from('RIFF\0\0\0\0WAVEfmt '))).toBeUndefined();
    expect(pictureTypeOf(new Uint8Array())).toBeUndefined();
  });
});
