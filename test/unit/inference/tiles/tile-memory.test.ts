import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestArea } from '../../../../src/inference/tiles/memory-model';
import { TileMemory, watchMemory } from '../../../../src/inference/tiles/tile-memory';
import { OnestepError } from '../../../../src/shared/errors';

const NETWORK = 'compact 1 wasm';
const outOfMemory = async (): Promise<never> => {
  throw new OnestepError('engine-memory');
};

describe('largestArea', () => {
  it('is all that fits, in all, in the largest tensor, and in what attention may do', () => {
    const bytes = fc.integer({ min: 1, max: 1e6 });
    const headWidth = 64;
    const limit = fc.integer({ min: 0, max: 2 ** 33 });
    fc.assert(
      fc.property(fc.tuple(bytes, bytes, limit, limit, limit, limit), (drawn) => {
        const [alive, largest, total, tensor, held, attentionSteps] = drawn;
        const model = { bytesPerUnit: alive + largest, largestTensorPerUnit: largest, headWidth };
        const limits = { place: 'here', totalBytes: total, tensorBytes: tensor, attentionSteps };
        const fits = (area: number) =>
          held + area * model.bytesPerUnit <= total &&
          area * largest <= tensor &&
          2 * area ** 2 * headWidth <= attentionSteps;
        const area = largestArea(model, limits, held);
        if (area > 0) expect(fits(area)).toBe(true);
        expect(fits(area + 1)).toBe(false);
      }),
    );
  });
});

describe('TileMemory', () => {
  it('knows no limit before something failed', () => {
    expect(new TileMemory().of(NETWORK).limit()).toBe(Infinity);
  });

  it('never tries again what failed, and only ever goes down while the engine lives', () => {
    const event = fc.record({ fails: fc.boolean(), area: fc.integer({ min: 1, max: 70_000 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400 }), (events) => {
        const memory = new TileMemory().of(NETWORK);
        for (const { fails, area } of events) {
          const before = memory.limit();
          if (fails) memory.fail(area);
          else memory.succeed(area);
          expect(memory.limit()).toBeLessThanOrEqual(before);
          if (fails) expect(memory.limit()).toBeLessThan(area);
        }
      }),
    );
  });

  it('keeps networks apart', () => {
    const memory = new TileMemory();
    memory.of('a').fail(1000);
    expect([memory.of('a').limit(), memory.of('b').limit()]).toEqual([500, Infinity]);
  });

  it('hands its limits on, and tries more only after many runs at the limit', () => {
    const first = new TileMemory();
    const network = first.of(NETWORK);
    network.fail(10_000);
    for (let run = 0; run < 199; run++) network.succeed(4000);
    for (let run = 0; run < 500; run++) network.succeed(100);
    expect(new TileMemory(first.known).of(NETWORK).limit()).toBe(5000);
    network.succeed(5000);
    expect(network.limit()).toBe(5000);
    const next = new TileMemory(first.known);
    expect(next.of(NETWORK).limit()).toBe(7500);
    expect(next.known).toEqual({ [NETWORK]: { area: 7500, runs: 0 } });
  });
});

describe('watchMemory', () => {
  it('lowers the limit for what ran out of memory, and for nothing else', async () => {
    const memory = new TileMemory().of(NETWORK);
    await expect(watchMemory(memory, 800, outOfMemory)).rejects.toMatchObject({
      code: 'engine-memory',
    });
    expect(memory.limit()).toBe(400);
    const crash = watchMemory(memory, 300, async () => {
      throw new OnestepError('engine-crashed');
    });
    await expect(crash).rejects.toMatchObject({ code: 'engine-crashed' });
    expect(await watchMemory(memory, 300, async () => 'done')).toBe('done');
    expect(memory.limit()).toBe(400);
  });
});
