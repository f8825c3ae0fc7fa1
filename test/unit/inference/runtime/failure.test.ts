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
    // onnxruntime-web 1.30 on WebGPU, in Chromium
    new Error('WebGPU device error(2): Out of memory'),
    new Error('vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY'),
    new Error('CreateCommittedResource failed with E_OUTOFMEMORY (0x8007000E)'),
    new Error('Buffer size (2147483648) exceeds the max buffer size limit (1073741824).'),
    new Error(
      'Failed to download data from buffer. wgpu::MapAsyncStatus value: 3, message: Failed to execute ' +
        "'mapAsync' on 'GPUBuffer': [Invalid Buffer (unlabeled)] is invalid due to a previous error.",
    ),
    // onnxruntime-web 1.30 on wasm
    new Error(
      'failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: onnxruntime/core/common/safeint.h:17 static void ' +
        'SafeIntExceptionHandler<onnxruntime::OnnxRuntimeException>::SafeIntOnOverflow() Integer overflow',
    ),
  ])('knows a lack of memory: %s', (thrown) => {
    expect(toCodedError(thrown, 'engine-crashed').code).toBe('engine-memory');
  });

  it.each([
    new Error(
      'Failed to download data from buffer. wgpu::MapAsyncStatus value: 4, message: Failed to execute ' +
        "'mapAsync' on 'GPUBuffer': The Device was lost before mapping was resolved.",
    ),
    new Error('WebGPU device lost (2): Device was destroyed.'),
    new Error('[Device] is lost.'),
  ])('knows a lost device: %s', (thrown) => {
    expect(toCodedError(thrown, 'engine-crashed').code).toBe('engine-device-lost');
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
