import { describe, expect, it } from 'vitest';
import { offersFor, type ListedPack } from '../../../src/engine-page/offers-for-adapter';
import type { PackPrecision } from '../../../src/inference/pack/pack-files';
import { errorText } from '../../../src/shared/error-texts';

const MIB = 2 ** 20;
const PLAIN = { features: new Set<string>(), limits: { maxBufferSize: 256 * MIB } };
const WITH_HALVES = { ...PLAIN, features: new Set(['shader-f16']) };

function pack(precision: PackPrecision, changes: Partial<ListedPack> = {}): ListedPack {
  return {
    folder: `osediff-${precision}`,
    title: 'OSEDiff',
    kind: 'latent',
    bytes: 1e9,
    name: 'osediff',
    version: '1',
    precision,
    largestFileBytes: 64 * MIB,
    ...changes,
  };
}

const ALL = [pack('int4'), pack('fp32'), pack('fp16'), pack('int8')];
const foldersOf = (adapter: typeof PLAIN | null, packs: readonly ListedPack[]): string[] =>
  offersFor(adapter, packs).map(({ folder }) => folder.replace('osediff-', ''));

describe('the packs of a host', () => {
  it('come with the best precision first that this GPU can run', () => {
    expect(foldersOf(WITH_HALVES, ALL)).toEqual(['fp16', 'int8', 'fp32', 'int4']);
    expect(foldersOf(PLAIN, ALL)).toEqual(['int8', 'fp32', 'int4', 'fp16']);
  });

  it('say why one does not run here, and which does', () => {
    const refused = offersFor(PLAIN, ALL).filter(({ obstacle }) => obstacle !== null);
    expect(refused.map(({ folder, obstacle }) => [folder, errorText(obstacle!)])).toEqual([
      [
        'osediff-fp16',
        {
          what: 'This model needs half precision, which this graphics card lacks.',
          next: 'Use “OSEDiff” in int8.',
        },
      ],
    ]);
  });

  it('say so where a part is larger than the GPU takes, and nothing else runs', () => {
    const [offer] = offersFor(PLAIN, [pack('fp32', { largestFileBytes: 300 * MIB })]);
    expect(errorText(offer!.obstacle!)).toEqual({
      what: 'A part of this model has 315 MB, and this graphics card takes 268 MB at once.',
      next: 'Use a pack of another precision, such as int8.',
    });
  });

  it('keep their order where they are different models, or nothing is known of them', () => {
    const others = ['b', 'a'].map((folder) => ({
      folder,
      title: folder,
      kind: 'direct' as const,
      bytes: 1,
    }));
    expect(foldersOf(PLAIN, [...others, pack('fp16', { version: '2' })])).toEqual([
      'b',
      'a',
      'fp16',
    ]);
    expect(offersFor(PLAIN, others)[0]).toMatchObject({ precision: null, obstacle: null });
    expect(offersFor(null, ALL).every(({ obstacle }) => obstacle === null)).toBe(true);
  });
});
