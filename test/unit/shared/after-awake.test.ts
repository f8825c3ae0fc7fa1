import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterAwake } from '../../../src/shared/after-awake';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('afterAwake', () => {
  it.each([500, 3000, 90_000])('calls back once after %d ms', (durationMs) => {
    const callback = vi.fn();
    afterAwake(durationMs, callback);
    vi.advanceTimersByTime(durationMs - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100_000);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('takes a night of sleep for one beat', () => {
    const callback = vi.fn();
    const armed = vi.spyOn(globalThis, 'setTimeout');
    afterAwake(3000, callback);
    // On waking up every timer that has run out fires once, however late.
    const fire = () => (armed.mock.lastCall![0] as () => void)();
    fire();
    fire();
    expect(callback).not.toHaveBeenCalled();
    fire();
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('can be stopped', () => {
    const callback = vi.fn();
    const stop = afterAwake(3000, callback);
    vi.advanceTimersByTime(2000);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(callback).not.toHaveBeenCalled();
  });
});
