import { describe, expect, it } from 'vitest';
import { OneAhead, type EngineTask } from '../../../src/cli/enhance/one-ahead';
import type { EnhanceProgress } from '../../../src/inference/engine';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const at = (stage: EnhanceProgress['stage'], tilesDone = 0): EnhanceProgress => ({
  stage,
  tilesDone,
  tilesTotal: stage === 'decode' ? 0 : 4,
});

/** Tasks that go on when the test says so. */
function tasks(count: number) {
  const begun: number[] = [];
  const steps: { say(progress: EnhanceProgress): void; end(error?: Error): void }[] = [];
  const made = Array.from({ length: count }, (_, index): EngineTask<number> => (onProgress) => {
    begun.push(index);
    return new Promise((resolve, reject) => {
      steps[index] = {
        say: onProgress,
        end: (error) => (error === undefined ? resolve(index) : reject(error)),
      };
    });
  });
  return { begun, steps, ahead: new OneAhead(made) };
}

describe('one ahead', () => {
  it('begins a task when the one before it is in the network, and no further one', async () => {
    const { begun, steps, ahead } = tasks(3);
    const first = ahead.resultOf(0, () => undefined);
    steps[0]!.say(at('decode'));
    expect(begun).toEqual([0]);
    steps[0]!.say(at('restore'));
    steps[0]!.say(at('restore', 1));
    steps[1]!.say(at('restore', 1));
    expect(begun).toEqual([0, 1]);
    steps[1]!.end();
    steps[0]!.end();
    expect(await first).toBe(0);
    const heard: EnhanceProgress[] = [];
    expect(await ahead.resultOf(1, (progress) => heard.push(progress))).toBe(1);
    expect(heard).toEqual([at('restore', 1)]);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('tells a failure when its turn has come, and goes on', async () => {
    const { begun, steps, ahead } = tasks(3);
    const first = ahead.resultOf(0, () => undefined);
    steps[0]!.say(at('restore'));
    steps[1]!.end(new Error('no picture'));
    await settle();
    steps[0]!.end();
    expect(await first).toBe(0);
    await expect(ahead.resultOf(1, () => undefined)).rejects.toThrow('no picture');
    const last = ahead.resultOf(2, () => undefined);
    expect(begun).toEqual([0, 1, 2]);
    steps[2]!.end();
    expect(await last).toBe(2);
  });
});
