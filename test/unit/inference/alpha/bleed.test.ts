import { describe, expect, it } from 'vitest';
import { bleedColour } from '../../../../src/inference/alpha/bleed';
import { paint } from '../../../support/images/pictures';
import { discOnNothing, flat } from '../support/pictures';

const RED = [200, 30, 20] as const;

describe('bleedColour', () => {
  it('replaces hidden colours by those of the visible surroundings', () => {
    const disc = discOnNothing(50, RED, [0, 255, 0]);
    bleedColour(disc);
    for (let at = 0; at < disc.data.length; at += 4) {
      expect([...disc.data.subarray(at, at + 3)]).toEqual([...RED]);
    }
  });

  it('leaves alpha and visible colours alone', () => {
    const disc = discOnNothing(31, RED, [0, 255, 0]);
    const before = disc.data.slice();
    bleedColour(disc);
    for (let at = 0; at < before.length; at += 4) {
      expect(disc.data[at + 3]).toBe(before[at + 3]);
      if (before[at + 3]! >= 16) expect(disc.data[at]).toBe(before[at]);
    }
  });

  it('does not believe the colours of nearly transparent pixels', () => {
    const picture = paint(9, 1, (x) => (x < 4 ? [...RED, 255] : [0, 255, 0, 5]));
    bleedColour(picture);
    expect([...picture.data.subarray(8 * 4, 8 * 4 + 4)]).toEqual([...RED, 5]);
  });

  it('takes what there is in a picture without any clearly visible pixel', () => {
    const shadow = paint(8, 8, (x) => (x < 4 ? [10, 20, 30, 6] : [255, 255, 255, 0]));
    bleedColour(shadow);
    expect([...shadow.data.subarray(7 * 4, 8 * 4)]).toEqual([10, 20, 30, 0]);
  });

  it('leaves a picture without a visible pixel as it is', () => {
    const nothing = flat(5, 3, [1, 2, 3, 0]);
    const before = nothing.data.slice();
    bleedColour(nothing);
    expect(nothing.data).toEqual(before);
  });

  it('blends smoothly between two colours', () => {
    const picture = paint(64, 4, (x) => {
      if (x < 8) return [0, 0, 0, 255];
      return x >= 56 ? [255, 255, 255, 255] : [0, 255, 0, 0];
    });
    bleedColour(picture);
    const row = Array.from({ length: 64 }, (_, x) => picture.data[x * 4]!);
    const steps = row.slice(1).map((value, index) => value - row[index]!);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(-8);
    expect(Math.max(...steps)).toBeLessThan(64);
  });
});
