import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { abortOnInterrupt } from '../../../src/cli/interrupts';

const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  exit.mockClear();
});

it('aborts at the first Ctrl+C and takes an echo of it by npm for the same wish', () => {
  const tidy = vi.fn();
  const { signal, stop } = abortOnInterrupt(tidy, 130);
  expect(signal.aborted).toBe(false);
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect(signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
  stop();
});

it('tidies up and ends at once when asked again', () => {
  const tidy = vi.fn();
  const { stop } = abortOnInterrupt(tidy, 130);
  process.emit('SIGINT');
  vi.advanceTimersByTime(1500);
  process.emit('SIGINT');
  expect(tidy).toHaveBeenCalledBefore(exit);
  expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  stop();
});

it('leaves no listener behind', () => {
  const before = process.listenerCount('SIGINT');
  abortOnInterrupt(() => undefined, 130).stop();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
