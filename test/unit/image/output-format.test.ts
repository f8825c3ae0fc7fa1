import { describe, expect, it } from 'vitest';
import {
  chooseOutputFormat,
  flattenOverWhite,
  hasTransparency,
} from '../../../src/inference/image/output-format';
import { paint } from '../../support/images/pictures';

describe('chooseOutputFormat', () => {
  it('keeps JPEG only for an opaque JPEG', () => {
    expect(chooseOutputFormat({ format: 'auto' }, 'jpeg', false)).toBe('jpeg');
    expect(chooseOutputFormat({ format: 'auto' }, 'jpeg', true)).toBe('png');
    for (const source of ['png', 'gif', 'webp'] as const) {
      expect(chooseOutputFormat({ format: 'auto' }, source, false)).toBe('png');
      expect(chooseOutputFormat({ format: 'auto' }, source, true)).toBe('png');
    }
  });

  it('does what it is told', () => {
    expect(chooseOutputFormat({ format: 'jpeg' }, 'png', true)).toBe('jpeg');
    expect(chooseOutputFormat({ format: 'webp' }, 'jpeg', false)).toBe('webp');
    expect(chooseOutputFormat({ format: 'png' }, 'jpeg', false)).toBe('png');
  });

  it('keeps transparency where it is told to', () => {
    const wanted = { format: 'jpeg', keepsTransparency: true } as const;
    expect(chooseOutputFormat(wanted, 'jpeg', true)).toBe('png');
    expect(chooseOutputFormat(wanted, 'png', false)).toBe('jpeg');
    expect(chooseOutputFormat({ ...wanted, format: 'webp' }, 'png', true)).toBe('webp');
  });
});

describe('hasTransparency', () => {
  it('finds a single pixel that is almost opaque', () => {
    const opaque = paint(9, 7, () => [0, 0, 0, 255]);
    expect(hasTransparency(opaque)).toBe(false);
    opaque.data[opaque.data.length - 1] = 254;
    expect(hasTransparency(opaque)).toBe(true);
  });
});

describe('flattenOverWhite', () => {
  it('blends with white by alpha and leaves opaque pixels alone', () => {
    const picture = paint(3, 1, (x) => [10, 100, 250, [0, 51, 255][x]!]);
    flattenOverWhite(picture);
    expect([...picture.data]).toEqual([255, 255, 255, 255, 206, 224, 254, 255, 10, 100, 250, 255]);
    expect(hasTransparency(picture)).toBe(false);
  });
});
