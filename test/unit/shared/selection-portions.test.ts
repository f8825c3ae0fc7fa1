import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../src/shared/protocol';
import { joinPortions, portionsOf } from '../../../src/shared/selection-portions';
import { pictureOf, pictureUse } from '../../support/picture-use';

const selection = fc
  .record({
    uses: fc.array(fc.integer({ min: 1, max: 350 }), { maxLength: 6 }),
    skipped: fc.integer({ min: 0, max: 250 }),
    hiddenOrLocked: fc.nat(),
  })
  .map(({ uses, skipped, hiddenOrLocked }): Selection => ({
    selectedLayers: 3,
    hiddenOrLocked,
    pictures: uses.map((count, picture) =>
      pictureOf(
        `hash ${picture}`,
        10,
        20,
        Array.from({ length: count }, (_, index) => pictureUse(`${picture}:${index}`, 'Layer')),
      ),
    ),
    skipped: Array.from({ length: skipped }, (_, index) => ({
      nodeId: `s:${index}`,
      nodeName: 'Layer',
      error: { code: 'video-fill' as const, details: {} },
    })),
  }));

const sizeOf = ({ pictures, skipped }: Selection): number =>
  pictures.reduce((sum, { uses }) => sum + uses.length, skipped.length);

describe('a selection in portions', () => {
  it('arrives as it was sent, in messages of at most 100 entries, none of them empty', () => {
    fc.assert(
      fc.property(selection, (whole) => {
        const portions = [...portionsOf(whole)];
        expect(joinPortions(portions)).toEqual(whole);
        expect(Math.max(...portions.map(sizeOf))).toBeLessThanOrEqual(100);
        expect(portions).toHaveLength(Math.max(1, Math.ceil(sizeOf(whole) / 100)));
      }),
    );
  });

  it('leaves what it was given alone', () => {
    const picture = (): Selection['pictures'][number] =>
      pictureOf('hash', 1, 1, [pictureUse('1', 'A')]);
    const portions = [1, 2].map((): Selection => ({
      selectedLayers: 1,
      hiddenOrLocked: 0,
      pictures: [picture()],
      skipped: [],
    }));
    const before = structuredClone(portions);
    expect(joinPortions(portions).pictures[0]!.uses).toHaveLength(2);
    expect(portions).toEqual(before);
  });
});
