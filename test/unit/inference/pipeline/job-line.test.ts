import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobLine, type JobTurn } from '../../../../src/inference/pipeline/job-line';

const LARGE = 40 * 2 ** 20;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Enters jobs of some sizes, and tells which of them are in. */
function enterAll(line: JobLine, sizes: readonly number[], signal?: AbortSignal) {
  const turns: JobTurn[] = [];
  const entered: number[] = [];
  const failures: unknown[] = [];
  sizes.forEach((pixels, index) => {
    line.enter(pixels, signal).then(
      (turn) => {
        turns[index] = turn;
        entered.push(index);
      },
      (thrown) => failures.push(thrown),
    );
  });
  return { turns, entered, failures };
}

describe('the line of jobs', () => {
  it('takes two, and the next one when one leaves', async () => {
    const { turns, entered } = enterAll(new JobLine(), [1, 1, 1, 1]);
    await settle();
    expect(entered).toEqual([0, 1]);
    turns[1]!.leave();
    turns[1]!.leave();
    await settle();
    expect(entered).toEqual([0, 1, 2]);
  });

  it('takes one alone that has no room beside another, and lets nobody overtake it', async () => {
    const { turns, entered } = enterAll(new JobLine(), [LARGE, LARGE, 1, 3 * LARGE]);
    await settle();
    expect(entered).toEqual([0]);
    turns[0]!.leave();
    await settle();
    expect(entered).toEqual([0, 1, 2]);
    turns[2]!.leave();
    turns[1]!.leave();
    await settle();
    expect(entered).toEqual([0, 1, 2, 3]);
  });

  it('forgets one that is cancelled while it waits', async () => {
    const line = new JobLine();
    const abort = new AbortController();
    const { turns } = enterAll(line, [1, 1]);
    const cancelled = enterAll(line, [3 * LARGE], abort.signal);
    const last = enterAll(line, [1]);
    abort.abort();
    await settle();
    expect(cancelled.failures).toMatchObject([{ code: 'cancelled' }]);
    turns[0]!.leave();
    await settle();
    expect(last.entered).toEqual([0]);
  });

  it('closes when the job in the network is through, and takes nobody in any more', async () => {
    const line = new JobLine();
    const { turns } = enterAll(line, [1, 1]);
    await settle();
    let finish: () => void = () => undefined;
    const first = turns[0]!.inNetwork(() => new Promise<void>((resolve) => (finish = resolve)));
    const second = turns[1]!.inNetwork(async () => undefined).catch((thrown: unknown) => thrown);
    await settle();
    let closed = false;
    const closing = line.close().then(() => (closed = true));
    await settle();
    expect(closed).toBe(false);
    finish();
    await first;
    expect(await second).toMatchObject({ code: 'engine-unavailable' });
    await closing;
    await expect(line.enter(1, undefined)).rejects.toMatchObject({ code: 'engine-unavailable' });
  });

  it('never has two jobs in the network or more than two in work, whatever becomes of them', async () => {
    const job = fc.record({
      pixels: fc.constantFrom(1, LARGE, 3 * LARGE),
      before: fc.nat(3),
      inside: fc.nat(3),
      after: fc.nat(3),
      fate: fc.constantFrom('done', 'fails before', 'fails inside', 'cancelled'),
      cancelAt: fc.nat(8),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { maxLength: 8 }), async (jobs) => {
        const line = new JobLine();
        const order: number[] = [];
        let [inside, inWork] = [0, 0];
        const ticks = async (count: number): Promise<void> => {
          for (let tick = 0; tick < count; tick++) await Promise.resolve();
        };
        await Promise.allSettled(
          jobs.map(async ({ pixels, before, inside: stay, after, fate, cancelAt }, index) => {
            const abort = new AbortController();
            if (fate === 'cancelled') void ticks(cancelAt).then(() => abort.abort());
            const turn = await line.enter(pixels, abort.signal);
            expect(++inWork).toBeLessThanOrEqual(2);
            try {
              await ticks(before);
              if (fate === 'fails before') throw new Error('no picture');
              await turn.inNetwork(async () => {
                order.push(index);
                expect(++inside).toBe(1);
                await ticks(stay);
                inside -= 1;
                if (fate === 'fails inside') throw new Error('no answer');
              });
              await ticks(after);
            } finally {
              inWork -= 1;
              turn.leave();
            }
          }),
        );
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (const [index, { fate }] of jobs.entries()) {
          if (fate === 'done' || fate === 'fails inside') expect(order).toContain(index);
        }
        expect(inWork).toBe(0);
      }),
    );
  });
});
