import { describe, expect, it } from 'vitest';
import { OnestepError } from '../../../../src/shared/errors';
import { toCodedError } from '../../../../src/inference/runtime/failure';

describe('toCodedError', () => {
  it.each([
    new Error("Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc"),
    new Error('Failed to allocate memory for requested buffer of size 1073741824'),
    new Error('WebAssembly.Memory.grow(): Unable to grow instance memory'),
    new Error('failed to call OrtRun(). ERROR_MESSAGE: bad allocation'),
    new Error('Aborted(OOM). Out of memory'),
    new RangeError('Array buffer allocation failed'),
    new RangeError('Invalid typed array length: 5000000000'),
  ])('knows a lack of memory: %s', (thrown) => {
    expect(toCodedError(thrown, 'engine-crashed').code).toBe('engine-memory');
  });

  it.each([
    new Error('memory access out of bounds'),
    new Error('unreachable'),
    new RangeError('Maximum call stack size exceeded'),
    'Aborted()',
  ])('takes anything else for what it is told: %s', (thrown) => {
    expect(toCodedError(thrown, 'engine-crashed').code).toBe('engine-crashed');
  });

  it('knows a runtime that cannot start', () => {
    const thrown = new Error('no available backend found. ERR: [wasm] CompileError');
    expect(toCodedError(thrown, 'pack-graph').code).toBe('engine-unavailable');
  });

  it('keeps errors that have a code', () => {
    const error = new OnestepError('cancelled');
    expect(toCodedError(error, 'engine-crashed')).toBe(error);
  });
});
